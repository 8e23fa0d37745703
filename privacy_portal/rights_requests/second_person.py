"""The second of two people at the desk agrees, or is told why not (SECURITY A-10)."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from privacy_portal.evidence.actors import Actor, ActorKind
from privacy_portal.evidence.two_people import AgreedByTwo, NotASecondPerson
from privacy_portal.rights_requests.lifecycle import NotPossible


def agree(order: AgreedByTwo, by: Actor, *, now: datetime) -> None:
    try:
        order.approve(by, now=now)
    except NotASecondPerson as refusal:
        raise _refused(refusal) from refusal


def check_is_staff(by: Actor) -> None:
    """Nothing but a person proposes what two people have to agree on."""
    if by.kind != ActorKind.STAFF:
        raise NotPossible(_("Only somebody of the privacy desk can do this."), code="no_person")


def _refused(refusal: NotASecondPerson) -> NotPossible:
    if refusal.possible_from is None:
        return NotPossible(_("You proposed this yourself. A colleague has to agree."), code="same_person")
    return NotPossible(
        _("You proposed this yourself. Without a colleague you can agree from %(moment)s."),
        code="same_person",
        params={"moment": date_format(timezone.localtime(refusal.possible_from), "DATETIME_FORMAT")},
    )
