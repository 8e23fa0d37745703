from django.core.management import call_command
from django.core.management.base import BaseCommand

from privacy_portal.data_sources.ticketing.importing.address import is_configured


class Command(BaseCommand):
    help = "Imports from the ticket shop's database if one is connected; what came in before stays when that fails."

    def handle(self, *args, **options):
        if is_configured():
            call_command("import_ticketing", from_database=True, stdout=self.stdout, stderr=self.stderr)
