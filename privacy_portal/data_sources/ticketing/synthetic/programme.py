"""Halls and events: eight a month, from eight years back to a year ahead."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from privacy_portal.data_sources.ticketing.models import Event, Hall

from . import words

PER_MONTH = 8
MONTHS_BACK, MONTHS_AHEAD = 96, 12


def load_programme(now: datetime) -> list[Event]:
    """The programme around that moment, in order of time. What is there already stays as it is."""
    halls = _halls(now)
    months = [_month(timezone.localdate(now), offset) for offset in range(-MONTHS_BACK, MONTHS_AHEAD + 1)]
    wanted = [event for month in months for event in _events(month, halls, now)]
    Event.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=500)
    numbers = [event.number for event in wanted]
    return sorted(Event.objects.filter(number__in=numbers), key=lambda event: (event.starts_at, event.number))


def _halls(now: datetime) -> list[Hall]:
    rows = [Hall(number=number, name=name, city=city, imported_at=now) for number, name, city in words.HALLS]
    Hall.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Hall.objects.filter(number__in=[row.number for row in rows]).order_by("number"))


def _month(today: date, offset: int) -> date:
    months = today.year * 12 + today.month - 1 + offset
    return date(months // 12, months % 12 + 1, 1)


def _events(month: date, halls: list[Hall], now: datetime) -> list[Event]:
    """Drawn from the month alone, so that a later run adds months and changes none."""
    rng = Random(f"programme:{month}")  # nosec B311  # noqa: S311  (invention, not secrecy)
    events = []
    for count in range(1, PER_MONTH + 1):
        day = month + timedelta(days=rng.randrange(28))
        starts = timezone.make_aware(datetime.combine(day, time(rng.choice((14, 19, 20)), 15)))
        events.append(
            Event(
                number=f"E{month:%Y%m}-{count}",
                title=f"{rng.choice(words.EVENT_STARTS)} {rng.choice(words.EVENT_ENDS)}",
                hall=rng.choice(halls),
                starts_at=starts,
                ends_on=day,
                co_organiser=words.CO_ORGANISER if rng.random() < 0.1 else "",
                imported_at=now,
            )
        )
    return events
