from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy_portal.evidence.housekeeping import KEEP_MAIL, erase_personal_before, purge_mail

# SECURITY L-06: five years after the act, unless the operator decides otherwise.
KEEP_PERSONAL_DAYS = 5 * 365


class Command(BaseCommand):
    help = "Forget delivered mail and the personal side of old ledger entries. Run it nightly."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mail-days", type=int, default=KEEP_MAIL.days)
        parser.add_argument("--personal-days", type=int, default=KEEP_PERSONAL_DAYS)

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        mails = purge_mail(now=now, keep=timedelta(days=options["mail_days"]))
        details = erase_personal_before(now - timedelta(days=options["personal_days"]))
        self.stdout.write(f"{mails} messages and the personal side of {details} ledger entries forgotten.")
