from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy_portal.erasure.retention import apply_retention


class Command(BaseCommand):
    help = (
        "Removes or anonymises what is past the period that the register states. Run it every night; "
        "with --dry-run it only counts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, and change nothing.")

    def handle(self, *, dry_run: bool, **options) -> None:
        total, failed = 0, []
        for line in apply_retention(today=timezone.localdate(), now=timezone.now(), dry_run=dry_run):
            total += line.count
            if line.failed:
                failed.append(f"{line.source} {line.activity}")
            elif line.count:
                self.stdout.write(f"{line.source} {line.activity}: {line.count} from before {line.before}")
        self.stdout.write(f"{total} {'would go' if dry_run else 'gone or made anonymous'}.")
        if failed:
            raise CommandError(f"Could not be swept: {', '.join(failed)}")
