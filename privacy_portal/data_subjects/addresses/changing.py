"""Signing in with another address from now on, and taking that back. What other systems are told is for the rooms above
(`rights_requests.addresses`), in the same transaction."""

from datetime import datetime

from django.db import IntegrityError, transaction

from privacy_portal.data_subjects import actions, digests
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.models import CustomerSession, DataSubject, Identifier
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import events, notifications
from .enums import Refusal
from .models import AddressChange


class AddressRefused(Exception):
    """The address is proven, and yet it cannot be used; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@transaction.atomic
def change_address(
    subject: DataSubject, *, to: str, session: CustomerSession | None, by: Actor, now: datetime
) -> AddressChange:
    """The old address no longer opens anything, and stays known: by it the venue's systems find what is the person's.
    Every other session ends, the old address hears of it with a link that undoes it, the new one too."""
    subject = DataSubject.objects.select_for_update().get(pk=subject.pk)
    if subject.is_frozen:
        raise AddressRefused(Refusal.FROZEN)
    old = subject.identifiers.emails().current().verified().order_by("verified_at", "pk").first()
    if old is None or old.value == to:
        raise AddressRefused(Refusal.SAME)
    new = _new_address(subject, to, now)
    Identifier.objects.filter(pk=old.pk).update(replaced_at=now)
    change = AddressChange.objects.create(subject=subject, old=old, new=new, changed_at=now)
    actions.end_other_sessions(subject, but=session, by=by, now=now)
    record(events.CHANGED, by=by, subject=subject.pk, target=str(change.pk), now=now)
    notifications.changed(change, now=now)
    return change


def _new_address(subject: DataSubject, address: str, now: datetime) -> Identifier:
    """The unique index decides whose it is, also when two people prove it at once. One's own old address comes back."""
    index = digests.of_identifier(IdentifierKind.EMAIL, address)
    known = Identifier.objects.emails().filter(index=index).first()
    if known is not None:
        if known.subject_id != subject.pk:
            raise AddressRefused(Refusal.TAKEN)
        known.verified_at, known.replaced_at = now, None
        known.save(update_fields=["verified_at", "replaced_at"])
        return known
    try:
        with transaction.atomic():
            return Identifier.objects.create(
                subject=subject, kind=IdentifierKind.EMAIL, value=address, index=index, verified_at=now
            )
    except IntegrityError:
        raise AddressRefused(Refusal.TAKEN) from None


@transaction.atomic
def undo_change(change: AddressChange, *, by: Actor, now: datetime) -> bool:
    """SECURITY V-11, "this was not me": the new address opens nothing any more, the old one is the person's again, and
    nobody signs in until staff has looked. False if it was undone already."""
    if not AddressChange.objects.standing().filter(pk=change.pk).update(undone_at=now):
        return False
    actions.freeze(change.subject, by=by, now=now)
    later = AddressChange.objects.of(change.subject).standing().filter(changed_at__gte=change.changed_at)
    later.update(undone_at=now)
    others = Identifier.objects.emails().filter(subject=change.subject).exclude(pk=change.old_id)
    others.filter(verified_at__gte=change.changed_at).delete()
    Identifier.objects.filter(pk=change.old_id).update(replaced_at=None)
    record(events.CHANGE_UNDONE, by=by, subject=change.subject_id, target=str(change.pk), now=now)
    return True
