"""One attempt to hand a message to the mail server, and what follows from its answer."""

import logging
import smtplib
from datetime import datetime
from email.utils import formatdate
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from .actors import Actor
from .enums import LEASE, MOST_ATTEMPTS, WAITS, MailState
from .ledger import Draft, record_many
from .models import OutboxMessage
from .returned_mail import mail_returned
from .returned_mail.message_ids import message_id
from .returned_mail.refusals import refuses_for_good

logger = logging.getLogger(__name__)

_POSTMAN = Actor.system("outbox")
# The letters an answering machine looks at before it answers a machine (RFC 3834).
_AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def attempt(row_id: UUID, *, now: datetime | None = None) -> OutboxMessage | None:
    """Sends the message if it is due and nobody else has it; returns it as it is afterwards. A worker that
    dies between the mail server's yes and the note of it causes a second copy, under the same
    Message-ID."""
    now = now or timezone.now()
    message = _leased(row_id, now)
    if message is None:
        return None
    try:
        _send(message)
    except Exception as error:  # whatever a mail backend raises, the message must not be lost
        return _missed(message, error, now)
    return _delivered(message, now)


def send_due(*, now: datetime | None = None, limit: int = 500) -> dict[str, int]:
    """Everything due, for cron and for after an outage; counts by state afterwards."""
    now = now or timezone.now()
    counts: dict[str, int] = {}
    for row_id in list(OutboxMessage.objects.due(now).values_list("id", flat=True)[:limit]):
        message = attempt(row_id, now=now)
        if message is not None:
            counts[message.state] = counts.get(message.state, 0) + 1
    return counts


def _leased(row_id: UUID, now: datetime) -> OutboxMessage | None:
    """One UPDATE decides between workers; it is committed before the mail server is called."""
    free = Q(state=MailState.QUEUED, next_attempt_at__lte=now) | Q(state=MailState.SENDING, leased_until__lte=now)
    taken = OutboxMessage.objects.filter(free, id=row_id).update(
        state=MailState.SENDING, leased_until=now + LEASE, attempts=F("attempts") + 1
    )
    return OutboxMessage.objects.get(id=row_id) if taken else None


def _send(message: OutboxMessage) -> None:
    content: dict[str, Any] = message.content or {}
    mail = EmailMultiAlternatives(
        subject=content["subject"],
        body=content["text"],
        from_email=settings.BOUNCE_EMAIL or settings.DEFAULT_FROM_EMAIL,
        to=[content["to"]],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            **_AUTOMATIC,
            **content["headers"],
            "Message-ID": message_id(message.id, content["to"]),
            "Date": formatdate(message.created_at.timestamp(), localtime=True),
        },
    )
    mail.attach_alternative(content["html"], "text/html")
    mail.send()


def _delivered(message: OutboxMessage, now: datetime) -> OutboxMessage:
    message.last_error = ""
    return _finished(message, MailState.SENT, now)


def _missed(message: OutboxMessage, error: Exception, now: datetime) -> OutboxMessage:
    """Only the kind and number of the error are kept: its words may quote the address."""
    message.last_error = _named(error)
    logger.warning("mail not delivered: %s", message.last_error, extra={"count": message.attempts})
    if _is_final(error) or message.attempts >= MOST_ATTEMPTS:
        return _finished(message, MailState.FAILED, now, gone=_gone(error))
    return _queued_again(message, now)


def _queued_again(message: OutboxMessage, now: datetime) -> OutboxMessage:
    from .tasks import enqueue_delivery

    message.state, message.leased_until = MailState.QUEUED, None
    message.next_attempt_at = now + WAITS[message.attempts - 1]
    message.save()
    enqueue_delivery(str(message.id), run_after=message.next_attempt_at)
    return message


def _finished(message: OutboxMessage, state: MailState, now: datetime, *, gone: tuple[str, ...] = ()) -> OutboxMessage:
    """The end of a message, the note of it and what follows for an address are one transaction. A failed text is kept
    until housekeeping, so that staff can have it sent again."""
    message.state, message.leased_until, message.finished_at = state, None, now
    if state is MailState.SENT:
        message.content = None
    with transaction.atomic():
        message.save()
        facts = {"template": message.template, "attempts": message.attempts, "error": message.last_error}
        told = Draft(target=f"mail:{message.id}", facts=facts, ref=message.subject_ref)
        record_many(f"mail.{state.value}", [told], by=_POSTMAN, now=now)
        for email in gone:
            mail_returned.send(sender=None, email=email, is_complaint=False, now=now)
    return message


def _is_final(error: Exception) -> bool:
    """RFC 5321 4.2.1: a 5xx answer stays the same. One about ourselves (a refused password) is ours to
    mend."""
    return any(500 <= code < 600 for code in _codes(error))


def _gone(error: Exception) -> tuple[str, ...]:
    """Addresses of which the mail server says that they do not exist (SECURITY H-08)."""
    refused = error.recipients if isinstance(error, smtplib.SMTPRecipientsRefused) else {}
    return tuple(email for email, (code, words) in refused.items() if refuses_for_good(code, words))


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return [error.smtp_code]
    return []


def _named(error: Exception) -> str:
    codes = _codes(error) or [code for code in [getattr(error, "smtp_code", None)] if code]
    return " ".join([type(error).__name__, *map(str, codes)])[:80]
