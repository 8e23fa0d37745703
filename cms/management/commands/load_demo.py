from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.demo.loading import load_demo


class Command(BaseCommand):
    help = "Fills the site with demo content: pages, register, policy, staff, customers, cases. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument(
            "--force", action="store_true", help="also when DEBUG is off: demo staff have public passwords"
        )

    def handle(self, *args, force: bool, **options):
        if not settings.DEBUG and not force:
            raise CommandError("load_demo makes accounts with public passwords; refused unless DEBUG or --force.")
        load_demo(now=timezone.now(), tell=lambda line: self.stdout.write(f"demo: {line}"))
