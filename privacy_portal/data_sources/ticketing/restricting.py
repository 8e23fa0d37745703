"""Restriction: kept, but used for nothing else until it is lifted (Art. 18)."""

from datetime import date

from .finding import Person
from .models import Customer


def restrict(person: Person, on: bool, today: date) -> int:
    """How many rows changed; restricting twice keeps the first day."""
    day = today if on else None
    changed = 0
    for rows in (Customer.objects.filter(pk__in=person.customer_ids), person.lockers()):
        changed += rows.filter(restricted_on__isnull=on).update(restricted_on=day)
    return changed
