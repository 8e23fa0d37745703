"""Taking reports in: one from a mail server's pipe, or all that lie in a Maildir."""

import logging
from datetime import datetime
from mailbox import Maildir
from pathlib import Path

from django.db import transaction

from . import mail_returned
from .reports import MOST_BYTES, read

logger = logging.getLogger(__name__)


def take_in(raw: bytes, *, now: datetime) -> int:
    """How many addresses it told something about. The same report twice changes nothing the second time."""
    told = read(raw)
    for one in told:
        with transaction.atomic():
            mail_returned.send(sender=None, email=one.email, is_complaint=one.is_complaint, now=now)
    return len(told)


def take_in_folder(folder: Path, *, now: datetime) -> tuple[int, int]:
    """Messages read and addresses told of. Each message goes once it is dealt with, and not before."""
    box = Maildir(folder, create=False)
    messages = told = 0
    for key in list(box.iterkeys()):
        with box.get_file(key) as file:
            raw = file.read(MOST_BYTES)
        told += take_in(raw, now=now)
        box.discard(key)
        messages += 1
    return messages, told
