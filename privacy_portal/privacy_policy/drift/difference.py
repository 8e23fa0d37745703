"""One place where text and practice say different things, with both values."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

Words = str | Promise


class Severity(models.TextChoices):
    """How much it matters to a reader of the policy."""

    # Readers are told something else than what happens to their data.
    SERIOUS = "serious", pgettext_lazy("drift", "serious")
    # The text is incomplete, or promises more than is needed.
    ATTENTION = "attention", pgettext_lazy("drift", "needs attention")
    # Other words for the same thing.
    WORDING = "wording", pgettext_lazy("drift", "wording")


class Change(models.TextChoices):
    # Practice knows it, the policy does not.
    ADDED = "added", gettext_lazy("Not in the policy")
    # The policy says it, practice does not know it (any more).
    REMOVED = "removed", gettext_lazy("Only in the policy")
    CHANGED = "changed", gettext_lazy("Differs")
    # The policy cannot be held to it, because it does not say.
    NOT_STATED = "not-stated", gettext_lazy("Not stated in the policy")


ORDER = {severity: position for position, severity in enumerate(Severity)}


@dataclass(frozen=True)
class Place:
    """A section of a frozen version, with the permanent address where it can be read."""

    language_code: str
    anchor: str
    title: str
    url: str


@dataclass(frozen=True)
class Difference:
    """`key` names the kind of difference for programs ("purposes.basis"), `subject` what it is about, in the words of
    the policy. `against` is who says otherwise, sometimes more than one. `names_people`: the values may name a person,
    so a monitor does not print them."""

    place: Place
    key: str
    subject: str
    what: Words
    change: Change
    policy: Any
    practice: Any
    severity: Severity
    against: tuple[Words, ...]
    names_people: bool = False

    @property
    def policy_words(self) -> str:
        missing = self.change in {Change.ADDED, Change.NOT_STATED}
        return _("Not mentioned") if missing else in_words(self.policy)

    @property
    def practice_words(self) -> str:
        return _("Not there") if self.change == Change.REMOVED else in_words(self.practice)

    @property
    def against_words(self) -> str:
        return ", ".join(str(each) for each in self.against)

    @property
    def statement(self) -> tuple[str, str, str, str]:
        """Two differences with one statement tell a reader the same."""
        return self.place.anchor, self.subject, self.policy_words, self.practice_words


def in_words(value: Any) -> str:
    """As a person reads it; the values of the policy stay in the language of the policy."""
    if value is None or value in ("", []):
        return _("Not stated")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return str(value)
