"""The demo's mailbox: mail the site sent lies as files; this page shows it. Only exists where
DEMO_MAILBOX names their folder."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

SEPARATOR = b"\n" + b"-" * 79 + b"\n"
NEWEST = 50


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    sent: str
    text: str


def read(raw: bytes) -> Mail:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101  (the policy above makes it one)
    body = message.get_body(preferencelist=("plain",))
    return Mail(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent=str(message["Date"]),
        text=body.get_content() if body else "",
    )


def newest_mail(folder: Path, *, most: int | None = NEWEST) -> list[Mail]:
    """Newest first; Django's file backend writes one file a connection, messages divided by a line of dashes."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:most]
    mails = []
    for file in files:
        parts = [part for part in file.read_bytes().split(SEPARATOR) if part.strip()]
        mails += [read(part) for part in reversed(parts)]
    return mails


def mail_folder() -> Path:
    return Path(settings.DEMO_MAILBOX)
