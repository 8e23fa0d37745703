"""Before the day and after it: each is told once, in the transaction that writes down that it was told."""

from datetime import date, datetime
from itertools import chain

from django.db import transaction

from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests import events
from privacy_portal.rights_requests.bookkeeping import log
from privacy_portal.rights_requests.enums import Status
from privacy_portal.rights_requests.models import HandTask

from . import mails

REMINDER = Actor.system("remind_parties")


@transaction.atomic
def remind(*, today: date, now: datetime) -> tuple[int, int]:
    """How many tasks are near their day, and how many past it, that nobody was told of yet. While we doubt who asks,
    no party hears more of it."""
    told = HandTask.objects.exclude(rights_request__status=Status.IDENTITY_IN_DOUBT)
    near = list(told.to_remind(today).select_related("rights_request").select_for_update(of=("self",)))
    late = list(told.to_chase(today).select_related("rights_request").select_for_update(of=("self",)))
    for task in chain(near, late):
        is_late = task.due_on < today
        mails.remind_party(task, late=is_late, now=now)
        task.reminded_at = task.reminded_at or now
        task.chased_at = now if is_late else None
        task.save(update_fields=["reminded_at", "chased_at"])
    if near or late:
        mails.remind_desk(near, late, now=now)
    for task in chain(near, late):
        late_words = "yes" if task.due_on < today else "no"
        log(events.BY_HAND_REMINDED, task.rights_request, REMINDER, now, source=task.source, late=late_words)
    return len(near), len(late)
