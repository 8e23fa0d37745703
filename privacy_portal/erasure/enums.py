"""The life of one step: erasing one case's data in one source."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StepState(models.TextChoices):
    # A worker picks it up, now or after a failed try.
    WAITING = "waiting", _("Waiting for its turn")
    # A worker holds the lease.
    RUNNING = "running", _("Busy")
    # What could go is gone; the rest goes after the last event.
    DEFERRED = "deferred", _("Waits for the last event")
    # The source cannot be told by machine; the privacy desk acts.
    BY_HAND = "by_hand", _("A colleague does this by hand")
    # Eight tries in vain; the privacy desk acts.
    FAILED = "failed", _("Did not work")
    # Every item has an outcome.
    DONE = "done", _("Finished")


# A worker acts as soon as it can.
BUSY = frozenset({StepState.WAITING, StepState.RUNNING})
# A member of staff has to act.
NEEDS_STAFF = frozenset({StepState.BY_HAND, StepState.FAILED})
# What could go is gone and what stays has a day: the person can have an answer.
SETTLED = frozenset({StepState.DEFERRED, StepState.DONE})
