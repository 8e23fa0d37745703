from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests.attachments import purge_unsent
from privacy_portal.rights_requests.clock import day_of
from privacy_portal.rights_requests.corrections.keeping import forget_old
from privacy_portal.rights_requests.forgetting import due_for_forgetting, forget


class Command(BaseCommand):
    help = (
        "Destroys the contents of cases which are closed for longer than the register says, corrections that are long "
        "over, and files that were uploaded for a request and never handed in. Run it every night."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say which cases would lose their contents.")

    def handle(self, *, dry_run: bool, **options) -> None:
        now = timezone.now()
        cases = due_for_forgetting(day_of(now))
        for case in cases:
            if not dry_run:
                forget(case, by=Actor.system("forget_rights_requests"), now=now)
            self.stdout.write(case.number)
        files = 0 if dry_run else purge_unsent(now)
        corrections = 0 if dry_run else forget_old(now)
        self.stdout.write(f"{len(cases)} cases, {corrections} corrections, {files} files never handed in")
