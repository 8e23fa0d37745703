"""How far one correction came in one place, and who is waiting for whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StepState(models.TextChoices):
    # We have not told the place yet.
    WAITING = "waiting", _("we are passing this on")
    # The place did not answer or did not take it; we try again by ourselves.
    RETRYING = "retrying", _("passing this on did not work yet; we try again")
    # The place says the new value.
    CORRECTED = "corrected", pgettext_lazy("correction", "corrected")
    # The place said the new value already.
    ALREADY = "already", pgettext_lazy("correction", "already right")
    # The place keeps nothing of this about the person.
    NOTHING = "nothing", _("keeps nothing of this")
    # The place cannot be corrected by machine: a colleague does it, as a request with a number and a date.
    BY_HAND = "by_hand", _("cannot be corrected by itself; the privacy desk does it")
    # Somebody changed the value after the person saw it, so we left it alone.
    CHANGED_MEANWHILE = "changed_meanwhile", _("changed in the meantime, so we left it alone")
    # The place says something else than the person pointed at, which may be right there; the rest is corrected.
    SPARED = "spared", _("says something else, and that we left alone")
    # A newer correction of the same field goes before this one.
    OVERTAKEN = "overtaken", _("replaced by a newer correction")
    # "This was not me": nothing goes out any more.
    STOPPED = "stopped", _("stopped, because you told us that this was not you")

    @property
    def is_pending(self) -> bool:
        return self in PENDING

    @property
    def is_right(self) -> bool:
        """Whether nothing wrong is left in this place."""
        return self in RIGHT


# Something still has to happen by itself.
PENDING = frozenset({StepState.WAITING, StepState.RETRYING})
# A newer correction, or "this was not me", makes these pointless as long as nobody was asked for them.
UNFINISHED = PENDING | {StepState.BY_HAND}
RIGHT = frozenset({StepState.CORRECTED, StepState.ALREADY, StepState.NOTHING})
