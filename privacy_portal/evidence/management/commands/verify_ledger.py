from argparse import FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacy_portal.evidence.verification import verify


class Command(BaseCommand):
    help = (
        "Read the whole ledger back: finds an entry that was edited, taken out, moved or slipped in, and, with a "
        "checkpoint that was kept elsewhere, a tail that was cut off."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--checkpoints", type=FileType("r"), help="file with kept checkpoints, one receipt a line")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = options["checkpoints"]
        verdict = verify(checkpoints=[line.strip() for line in kept if line.strip()] if kept else [])
        if not verdict.is_whole:
            raise CommandError("The ledger is not whole: " + "; ".join(map(str, verdict.faults)))
        self.stdout.write(f"The ledger is whole: {verdict.entries} entries, head {verdict.head}.")
