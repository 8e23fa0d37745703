"""The life of a message in the outbox."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MailState(TextChoices):
    # Waits for a worker, now or at its next attempt.
    QUEUED = "queued", _("Waiting to be sent")
    # A worker has it; if the worker dies, the lease runs out and another takes over.
    SENDING = "sending", _("Being sent")
    # The mail server took it; the text is destroyed.
    SENT = "sent", _("Sent")
    # Refused for good, or tried too often; staff must look.
    FAILED = "failed", _("Could not be delivered")
    # No longer to be sent, for instance because the person was erased; the text is destroyed.
    WITHDRAWN = "withdrawn", _("Withdrawn")


PENDING = (MailState.QUEUED, MailState.SENDING)
FINAL = (MailState.SENT, MailState.FAILED, MailState.WITHDRAWN)

# How long to wait after the first, second ... failed attempt; after the eighth the message has failed.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
)
MOST_ATTEMPTS = len(WAITS) + 1
# Longer than any one delivery takes, so that two workers do not hold the same message.
LEASE = timedelta(minutes=5)
