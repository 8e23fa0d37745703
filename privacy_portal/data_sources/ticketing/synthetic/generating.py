"""Writing invented customers, many at a time. A second run with the same seed goes on where the first stopped."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction

from privacy_portal.data_sources.ticketing import models as tables

from .people import Household, Invention
from .programme import load_programme

BATCH = 500
# Rows that others point to come first.
ORDER: tuple[type[models.Model], ...] = (
    tables.Customer,
    tables.Order,
    tables.Ticket,
    tables.MailChoice,
    tables.LoyaltyMembership,
    tables.WaitingListEntry,
    tables.Sharing,
    tables.LockerRental,
)


def generate(customers: int, seed: int, now: datetime) -> int:
    """Make sure that there are that many customers of this seed; how many were added."""
    there = tables.Customer.objects.filter(number__startswith=f"S{seed}-").count()
    invention = Invention(seed, load_programme(now), now)
    for first in range(there + 1, customers + 1, BATCH):
        last = min(first + BATCH - 1, customers)
        _write(invention.household(count) for count in range(first, last + 1))
    return max(0, customers - there)


@transaction.atomic
def _write(households: Iterable[Household]) -> None:
    rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for household in households:
        for table, made in household.rows.items():
            rows[table] += made
    for table in ORDER:
        table._default_manager.bulk_create(rows[table], batch_size=2000)
