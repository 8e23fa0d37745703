from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.delivery import send_due


class Command(BaseCommand):
    help = str(_("Send every message in the outbox that is due. Run it every minute from cron, beside the worker."))

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=500, help="at most this many in one run")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = send_due(limit=options["limit"])
        told = ", ".join(f"{state} {count}" for state, count in sorted(counts.items()))
        self.stdout.write(told or "nothing due")
