"""Ask, agree, stop. Each is told in the ledger, and by mail to the person whose second step it is."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.staff.ending import remove_devices, target_of
from cms.staff.models import FactorReset, User
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.evidence.two_people import ALONE_WAITS, NotASecondPerson

from . import mails

COMMAND = Actor.system("reset_second_step")


class NotPossible(ValidationError):
    """Why not, for the eyes of who tried."""


@transaction.atomic
def ask(user: User, *, reason: str, by: Actor, now: datetime) -> FactorReset:
    """The first of two people. Nothing changes yet, but the person concerned hears of it and can stop it."""
    User.objects.select_for_update().get(pk=user.pk)
    _check_not_oneself(user, by)
    unfinished = FactorReset.objects.filter(user=user).unfinished()
    if unfinished.open(now).exists():
        raise NotPossible(_("This was asked for already. A colleague can agree to it."), code="asked")
    unfinished.update(stopped_at=now)
    reset = FactorReset.objects.create(
        user=user, reason=reason, proposed_by_id=by.reference if by != COMMAND else None, proposed_at=now
    )
    record("staff.reset_asked", by=by, target=target_of(user), now=now)
    mails.asked(reset, now=now)
    return reset


@transaction.atomic
def agree(reset: FactorReset, *, by: Actor, now: datetime) -> None:
    """The second of two people: devices and sessions end at once, and the next sign-in sets up a new second step."""
    reset = _locked(reset, now)
    _check_not_oneself(reset.user, by)
    try:
        reset.approve(by, now=now)
    except NotASecondPerson as refusal:
        raise _refused(refusal) from refusal
    _carry_out(reset, by, now)


@transaction.atomic
def by_command(user: User, *, now: datetime) -> FactorReset | None:
    """For a venue where nobody else can: whoever runs the machine asks, and a day later asks again, which does it.
    The reset that was carried out, or None when it has only been asked for."""
    reset = FactorReset.objects.filter(user=user).open(now).select_for_update(of=("self",)).first()
    if reset is None:
        ask(user, reason="", by=COMMAND, now=now)
        return None
    if reset.proposed_by_id is not None:
        raise NotPossible(_("A colleague asked for this in the admin; another colleague agrees to it there."))
    possible_from = reset.proposed_at + ALONE_WAITS
    if now < possible_from:
        raise _refused(NotASecondPerson(possible_from))
    reset.alone, reset.approved_at = True, now
    reset.save(update_fields=["alone", "approved_at"])
    _carry_out(reset, COMMAND, now)
    return reset


@transaction.atomic
def stop(reset: FactorReset, *, by: Actor, now: datetime) -> None:
    _stop(_locked(reset, now), by, now)


@transaction.atomic
def stop_all(user: User, *, by: Actor, now: datetime) -> None:
    for reset in FactorReset.objects.filter(user=user).unfinished().select_for_update(of=("self",)):
        _stop(reset, by, now)


def _locked(reset: FactorReset, now: datetime) -> FactorReset:
    found = FactorReset.objects.open(now).select_for_update(of=("self",)).filter(pk=reset.pk).first()
    if found is None:
        raise NotPossible(_("This is over: it was done, stopped or left alone too long."), code="over")
    return found


def _carry_out(reset: FactorReset, by: Actor, now: datetime) -> None:
    facts = {"agreed": "alone"} if reset.alone else {}
    record("staff.reset_agreed", by=by, target=target_of(reset.user), facts=facts, now=now)
    remove_devices(reset.user, by=by, now=now)
    mails.done(reset, now=now)


def _stop(reset: FactorReset, by: Actor, now: datetime) -> None:
    reset.stopped_at = now
    reset.save(update_fields=["stopped_at"])
    record("staff.reset_stopped", by=by, target=target_of(reset.user), now=now)


def _check_not_oneself(user: User, by: Actor) -> None:
    if by.reference == str(user.pk):
        raise NotPossible(_("Not your own: two colleagues do this for you."), code="oneself")


def _refused(refusal: NotASecondPerson) -> NotPossible:
    if refusal.possible_from is None:
        return NotPossible(_("You asked for this yourself. A colleague has to agree."), code="same_person")
    moment = date_format(timezone.localtime(refusal.possible_from), "DATETIME_FORMAT")
    return NotPossible(
        _("Without a colleague this can be done from %(moment)s."), code="too_early", params={"moment": moment}
    )
