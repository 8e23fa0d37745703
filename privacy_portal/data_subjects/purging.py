"""What goes by itself: nobody has to ask for it and nothing of it is kept (SECURITY V-14, A-05)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import times
from .addresses.models import AddressProof
from .models import CustomerSession, DataSubject, EmailChallenge, LimitCounter, ProofCode


def rules(now: datetime) -> tuple[tuple[str | Promise, QuerySet], ...]:
    return (
        (_("codes and links that ran out"), EmailChallenge.objects.filter(expires_at__lte=now)),
        (_("codes and links for another address that ran out"), AddressProof.objects.filter(expires_at__lte=now)),
        (_("second proofs that ran out"), ProofCode.objects.over(now - times.UNVERIFIED_LASTS)),
        (_("sessions that ended"), CustomerSession.objects.dead(now)),
        (_("counters of limits"), LimitCounter.objects.filter(closes_at__lte=now)),
        (_("people who never confirmed"), DataSubject.objects.left_over(now)),
    )


def purge(now: datetime) -> Iterator[tuple[str, int]]:
    """Only a count of each is told."""
    for label, rows in rules(now):
        count = rows.count()
        rows.delete()
        yield str(label), count
