"""The only way mail leaves (SECURITY, decision 5): written down in the transaction of what it tells about,
sent by a worker after the commit, tried again when the mail server is away, and destroyed once it has
left."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from .actors import Actor
from .enums import MailState
from .ledger import record, subject_ref, subject_refs
from .models import OutboxMessage

_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
# Set by the outbox itself, or a way to reach people the caller did not name.
_RESERVED = frozenset({"to", "cc", "bcc", "from", "sender", "subject", "message-id", "date"})


class UnsafeHeader(ValueError):
    """A line break or an address where none belongs (SECURITY H-07)."""


def post_mail(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    key: str | None = None,
    subject: UUID | None = None,
    headers: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> OutboxMessage:
    """`key` makes it idempotent: a second mail under the same key is the first one. `subject` is the data
    subject, so that their waiting mail can be withdrawn. The words of `to` and `headers` are checked before
    anything is kept."""
    existing = OutboxMessage.objects.filter(key=key).first() if key else None
    if existing:
        return existing
    content = {
        "to": _address(to),
        "headers": _checked(headers or {}),
        **_rendered(template, context, language),
    }
    return _kept(
        OutboxMessage(
            key=key,
            template=template,
            language=language,
            subject_ref=subject_ref(subject),
            content=content,
            created_at=now or timezone.now(),
            next_attempt_at=now or timezone.now(),
        )
    )


def withdraw_mail(subject_id: UUID, *, by: Actor, now: datetime | None = None) -> int:
    """What still waits for this person is destroyed unsent, for instance because they are being erased."""
    count = 0
    for message in OutboxMessage.objects.pending().about(subject_refs(subject_id)).select_for_update():
        message.state, message.content = MailState.WITHDRAWN, None
        message.finished_at = now or timezone.now()
        message.save()
        record(
            "mail.withdrawn",
            by=by,
            subject=subject_id,
            target=f"mail:{message.id}",
            facts={"template": message.template},
            now=now,
        )
        count += 1
    return count


def _kept(message: OutboxMessage) -> OutboxMessage:
    from .tasks import enqueue_delivery

    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        # Someone else posted under this key a moment ago.
        return OutboxMessage.objects.get(key=message.key)
    transaction.on_commit(partial(enqueue_delivery, str(message.id)))
    return message


def _rendered(template: str, context: Mapping[str, Any], language: str) -> dict[str, str]:
    values = {
        **context,
        "base_url": settings.BASE_URL,
        "venue": settings.WAGTAIL_SITE_NAME,
        "language": language,
    }
    with translation.override(language):
        subject = _plain(template, "subject.txt", values).strip()
        return {
            "subject": _one_line("subject", subject),
            "text": _plain(template, "body.txt", values).strip() + "\n",
            "html": get_template(f"emails/{template}/body.html").render(values),
        }


def _plain(template: str, name: str, values: dict[str, Any]) -> str:
    """Plain text is not HTML: an apostrophe stays an apostrophe."""
    found: Any = get_template(f"emails/{template}/{name}")
    return found.template.render(Context(values, autoescape=False))


def _address(to: str) -> str:
    try:
        validate_email(_one_line("recipient", to))
    except ValidationError as error:
        raise UnsafeHeader("A mail needs exactly one valid address.") from error
    return to


def _checked(headers: Mapping[str, str]) -> dict[str, str]:
    for name in headers:
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _RESERVED:
            raise UnsafeHeader(f"The header {name!r} is not the caller's to set.")
    return {name: _one_line(name, value) for name, value in headers.items()}


def _one_line(name: str, value: str) -> str:
    if len(value.splitlines()) > 1 or value != value.strip("\r\n"):
        raise UnsafeHeader(f"The {name} of a mail would hold a line break.")
    return value
