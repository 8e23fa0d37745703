"""Which choices there are, by key: the venue's newsletters and the few that follow from the register."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .enums import ChoiceKind
from .models import Newsletter


class UnknownChoice(LookupError):
    """Nobody offers this choice."""


class NotSwitchable(Exception):
    """The choice is part of what was ordered, or a yes to it is given elsewhere."""


@dataclass(frozen=True)
class Choice:
    """`activity` is the key of the processing activity which the choice allows or stops."""

    key: str
    kind: ChoiceKind
    activity: str
    label: str | Promise
    description: str | Promise
    frequency: str | Promise = ""
    offered: bool = True
    # A yes is given elsewhere, for one occasion; here it can only be taken back.
    only_off: bool = False
    # This site sends it itself, so there is no other system to tell.
    kept_here: bool = False

    def can_be(self, on: bool) -> bool:
        return self.kind.is_switchable and not (on and self.only_off)

    @property
    def wording(self) -> str:
        """The words a person said yes or no to, in the language that is active."""
        parts = (self.label, self.description, self.frequency)
        return "\n".join(str(part) for part in parts if part)


_FIXED = (
    Choice(
        "loyalty",
        ChoiceKind.CONSENT,
        "loyalty",
        _("Loyalty programme"),
        _("Our magazine by post and offers by e-mail, chosen after what you visited."),
    ),
    Choice(
        "artist-sharing",
        ChoiceKind.CONSENT,
        "artist-sharing",
        _("Sharing with the artist"),
        _(
            "We give your name and e-mail address to the artist of a concert you visit, if you ticked this "
            "when ordering. Turn it off and we share nothing more; ask the artist to erase what was shared before."
        ),
        only_off=True,
    ),
    Choice(
        "evaluation-mail",
        ChoiceKind.OBJECTION,
        "evaluation-mail",
        _("Asking how it was"),
        _("After some events we ask by e-mail what you thought of your visit."),
    ),
    Choice(
        "postal-mailing",
        ChoiceKind.OBJECTION,
        "postal-mailing",
        _("Post about our programme"),
        _("Now and then we send post that fits the concerts you visited."),
    ),
    Choice(
        "policy-notices",
        ChoiceKind.CONSENT,
        "policy-notices",
        _("When our privacy policy changes"),
        _("One e-mail for each new version, with what changes and from when."),
        kept_here=True,
    ),
    Choice(
        "service-mail",
        ChoiceKind.SERVICE,
        "service-mail",
        _("Mail about your visit"),
        _(
            "Your tickets, practical news before your visit, and changes or cancellations. You cannot turn this "
            "off, because it is part of your order: without it you could stand before a closed door."
        ),
    ),
)

FIXED = {choice.key: choice for choice in _FIXED}


def choices(language: str) -> dict[str, Choice]:
    """Every choice, in the order in which a person sees them; one query."""
    return {choice.key: choice for choice in (*_newsletters(language), *_FIXED)}


def _newsletters(language: str) -> list[Choice]:
    """In this language where it was translated, else in the default one."""
    rows = Newsletter.objects.filter(locale__language_code__in={language, settings.LANGUAGE_CODE})
    best_last = sorted(rows.select_related("locale"), key=lambda row: row.locale.language_code == language)
    by_key = {row.key: row for row in best_last}
    return [
        Choice(row.key, ChoiceKind.CONSENT, "newsletter", row.name, row.description, row.frequency, row.offered)
        for row in sorted(by_key.values(), key=lambda row: (row.position, row.key))
    ]
