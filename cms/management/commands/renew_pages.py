from django.conf import settings
from django.core.management.base import BaseCommand

from cms.page_cache.renewal import renew_all


class Command(BaseCommand):
    help = "Makes kept public pages again that are no longer current: after a change, at midnight, after a release."

    def handle(self, *args, **options):
        if settings.PAGE_CACHE_BYTES:
            self.stdout.write(f"renewed {renew_all()} pages")
