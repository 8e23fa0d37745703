import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from privacy_portal.evidence.returned_mail.reading import take_in, take_in_folder
from privacy_portal.evidence.returned_mail.reports import MOST_BYTES


class Command(BaseCommand):
    help = (
        "Read reports of mail that came back or was called unwanted: all in the Maildir, which is emptied, or one from "
        "standard input, as a mail server pipes it. An address that does not exist any more is no longer proven."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--maildir", default=settings.BOUNCE_MAILDIR, help="instead of BOUNCE_MAILDIR")
        parser.add_argument("--stdin", action="store_true", help="one message, from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["stdin"]:
            messages, told = 1, take_in(sys.stdin.buffer.read(MOST_BYTES), now=now)
        elif options["maildir"]:
            messages, told = self.from_folder(Path(options["maildir"]), now)
        else:
            return
        self.stdout.write(f"messages: {messages}, addresses: {told}")

    def from_folder(self, folder: Path, now: datetime) -> tuple[int, int]:
        if not (folder / "new").is_dir():
            raise CommandError(f"{folder} is no Maildir: it has no folder 'new'.")
        return take_in_folder(folder, now=now)
