"""A second address of the same person. Both stay whole: joined is a door between two sets of records, never one set."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from privacy_portal.data_subjects import sessions
from privacy_portal.data_subjects.models import CustomerSession, DataSubject
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import events, notifications
from .changing import AddressRefused
from .enums import Refusal
from .models import Joined


def joined_with(subject: DataSubject) -> list[DataSubject]:
    """The others this person signs in to as well, in the order in which they were joined; one query."""
    rows = Joined.objects.filter(Q(one=subject) | Q(other=subject)).select_related("one", "other")
    return [row.other if row.one_id == subject.pk else row.one for row in rows.order_by("joined_at", "pk")]


@transaction.atomic
def join(one: DataSubject, other: DataSubject, *, by: Actor, now: datetime) -> None:
    """Both mailboxes have answered. Twice is once."""
    first, second = sorted((one.pk, other.pk))
    if first == second:
        raise AddressRefused(Refusal.SAME)
    locked = list(DataSubject.objects.select_for_update().filter(pk__in=[first, second]))
    if any(each.is_frozen for each in locked):
        raise AddressRefused(Refusal.FROZEN)
    _row, is_new = Joined.objects.get_or_create(one_id=first, other_id=second, defaults={"joined_at": now})
    if not is_new:
        return
    for each in (one, other):
        record(events.JOINED, by=by, subject=each.pk, now=now)
    notifications.joined((one, other), now=now)


@transaction.atomic
def part(one: DataSubject, other: DataSubject, *, by: Actor, now: datetime) -> bool:
    """Either side may leave; nothing has to be taken apart, because nothing was put together."""
    first, second = sorted((one.pk, other.pk))
    if not Joined.objects.filter(one_id=first, other_id=second).delete()[0]:
        return False
    for each in (one, other):
        record(events.PARTED, by=by, subject=each.pk, now=now)
    notifications.parted((one, other), now=now)
    return True


def forget(subject: DataSubject) -> None:
    """The eraser of this part: what is being proven, and every door to and from others."""
    subject.address_proofs.all().delete()
    Joined.objects.filter(Q(one=subject) | Q(other=subject)).delete()


@transaction.atomic
def switch(session: CustomerSession, to: DataSubject, *, now: datetime) -> tuple[CustomerSession, str] | None:
    """A new session as the other, under a new token. What was proven about the one is not proven about the other, so it
    begins at A1; drafts and answers stay behind. None if they are not joined (any more) or access is stopped."""
    other = next((each for each in joined_with(session.subject) if each.pk == to.pk), None)
    if other is None or other.is_frozen or not sessions.end(session):
        return None
    begun, token = sessions.begin(other, method=session.method, now=now)
    begun.started_at = session.started_at
    begun.save(update_fields=["started_at"])
    by = Actor.subject(other.pk, begun.level(now))
    for each in (session.subject_id, other.pk):
        record(events.SWITCHED, by=by, subject=each, now=now)
    return begun, token
