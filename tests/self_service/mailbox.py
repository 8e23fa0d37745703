"""What a person finds in their mailbox: the code and the link, read from the mail as it will leave."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail

from privacy_portal.evidence.models import OutboxMessage


class Letter(NamedTuple):
    to: str
    subject: str
    text: str
    html: str

    @property
    def code(self) -> str:
        return re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b", self.text)[0]

    @property
    def link(self) -> str:
        return re.search(rf"{re.escape(settings.BASE_URL)}\S*/link/\S+", self.text)[0]

    @property
    def path(self) -> str:
        return urlsplit(self.link).path

    @property
    def token(self) -> str:
        return self.path.rstrip("/").rpartition("/")[2]


def letters(to: str | None = None) -> list[Letter]:
    """Every sign-in mail, oldest first: what has left (a test that commits sends at once), then what waits."""
    found = [*delivered(), *waiting()]
    return [each for each in found if to in (None, each.to)]


def delivered() -> Iterator[Letter]:
    for message in mail.outbox:
        html = next((str(each.content) for each in message.alternatives), "")
        yield Letter(message.to[0], message.subject, message.body, html)


def waiting() -> Iterator[Letter]:
    for message in OutboxMessage.objects.pending().filter(template="sign_in").order_by("created_at"):
        content = message.content
        yield Letter(content["to"], content["subject"], content["text"], content["html"])


def letter(to: str) -> Letter:
    return letters(to)[-1]
