"""The words sources and the rest of the product share: what a source can do, and what came of asking it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Capability(models.TextChoices):
    """What a source can do by itself. What is absent becomes a task for a person, never a silent gap."""

    FIND = "find", _("Find a person")
    COLLECT = "collect", _("Show what it holds")
    ERASE = "erase", _("Erase or anonymise")
    RECTIFY = "rectify", _("Correct")
    MOVE = "move", _("Follow a person to another, proven e-mail address")
    RESTRICT = "restrict", _("Restrict")
    SUBSCRIPTIONS = "subscriptions", _("Switch mailings on and off")
    SWEEP = "sweep", _("Anonymise what is past its period")


class AnswerState(models.TextChoices):
    """What came of asking one source about one person."""

    # The source answered and holds something.
    ANSWERED = "answered", pgettext_lazy("answer of a source", "Answered")
    # The source answered and holds nothing.
    NOTHING = "nothing", pgettext_lazy("answer of a source", "Nothing held")
    # The source did not answer; `retry_at` says from when it is asked again.
    COULD_NOT_ASK = "could-not-ask", pgettext_lazy("answer of a source", "Could not ask")
    # The source is being asked behind the page; the page fills in when it answers, and gives up after two seconds.
    ASKING = "asking", pgettext_lazy("answer of a source", "Being asked")
    # The source has no interface: a member of staff asks it, on request.
    BY_HAND = "by-hand", pgettext_lazy("answer of a source", "Asked by hand")


class PlanVerdict(models.TextChoices):
    """What would happen to one item if it were erased on a given day (Art. 17)."""

    # The row goes.
    REMOVE = "remove", pgettext_lazy("erasure plan", "Will be removed")
    # The row stays, without anything that leads to the person.
    ANONYMISE = "anonymise", pgettext_lazy("erasure plan", "Will be anonymised")
    # A law asks for it until `until` (Art. 17(3)(b)).
    KEEP_UNTIL = "keep-until", pgettext_lazy("erasure plan", "Kept for now, because the law asks for it")
    # Needed for an agreement that still runs, until `until` (Art. 17(1)(a)).
    WAIT_FOR = "wait-for", pgettext_lazy("erasure plan", "Waits for your visit")
    # The source itself cannot: a colleague does it there.
    BY_HAND = "by-hand", pgettext_lazy("erasure plan", "A colleague does this by hand")

    @property
    def is_final(self) -> bool:
        """Whether the item can go today."""
        return self in GOES_NOW


GOES_NOW = frozenset({PlanVerdict.REMOVE, PlanVerdict.ANONYMISE})


class ErasureOutcome(models.TextChoices):
    """What became of one item. Only FAILED is worth trying again (SECURITY E-01, E-02)."""

    ERASED = "erased", pgettext_lazy("erasure outcome", "Erased")
    ANONYMISED = "anonymised", pgettext_lazy("erasure outcome", "Anonymised")
    RETAINED = "retained", pgettext_lazy("erasure outcome", "Kept, with a reason")
    NOT_FOUND = "not-found", pgettext_lazy("erasure outcome", "Not there (any more)")
    FAILED = "failed", pgettext_lazy("erasure outcome", "Failed")


# Nothing of it leads to the person any more.
GONE = frozenset({ErasureOutcome.ERASED, ErasureOutcome.ANONYMISED})


class ChangeOutcome(models.TextChoices):
    """What became of one correction (Art. 16); each but FAILED was read back from the source."""

    CHANGED = "changed", pgettext_lazy("correction outcome", "Corrected")
    UNCHANGED = "unchanged", pgettext_lazy("correction outcome", "Already so")
    REFUSED = "refused", pgettext_lazy("correction outcome", "Cannot be corrected here")
    NOT_FOUND = "not-found", pgettext_lazy("correction outcome", "Not there (any more)")
    FAILED = "failed", pgettext_lazy("correction outcome", "Failed")
