from django.core.management.base import BaseCommand, CommandError

from cms.jobs import JOBS, run_jobs


class Command(BaseCommand):
    help = "Runs the returning work of one interval (minute, hour, night); call it from cron or a timer."

    def add_arguments(self, parser):
        parser.add_argument("interval", choices=list(JOBS))

    def handle(self, *args, interval: str, **options):
        failed = run_jobs(interval)
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}")
