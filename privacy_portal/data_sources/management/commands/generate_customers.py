from time import monotonic

from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy_portal.data_sources.ticketing.synthetic import generate


class Command(BaseCommand):
    help = "Makes invented customers with orders, for demos and benchmarks. The same seed gives the same people."

    def add_arguments(self, parser):
        parser.add_argument("customers", type=int, help="how many there should be of this seed")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, customers: int, seed: int, **options):
        started = monotonic()
        added = generate(customers, seed, timezone.now())
        seconds = monotonic() - started
        rate = added / seconds if seconds else 0
        self.stdout.write(f"{added} customers added in {seconds:.1f} s ({rate:.0f} a second).")
