from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy_portal.data_subjects.purging import purge


class Command(BaseCommand):
    help = (
        "Removes codes and links that ran out, sessions that ended, counters of limits whose window closed, "
        "and people who never confirmed within a week and on whom nothing depends. Run it every hour."
    )

    def handle(self, *args, **options):
        for label, count in purge(timezone.now()):
            self.stdout.write(f"{label}: {count}")
