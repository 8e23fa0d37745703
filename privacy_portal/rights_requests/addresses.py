"""Another e-mail address, as far as it goes beyond signing in: every system that holds the old one follows or becomes a
request for the desk (Art. 16, 19), and "this was not me" brings it all back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from privacy_portal.data_sources.contract import Source
from privacy_portal.data_sources.kept_answers.reading import forget_answers
from privacy_portal.data_sources.rectifying import ADDRESS
from privacy_portal.data_sources.shared import names_at
from privacy_portal.data_subjects.addresses import changing, joining
from privacy_portal.data_subjects.addresses import notifications as address_mails
from privacy_portal.data_subjects.addresses.changing import AddressRefused
from privacy_portal.data_subjects.addresses.enums import Refusal
from privacy_portal.data_subjects.addresses.events import REFUSED
from privacy_portal.data_subjects.addresses.models import AddressChange
from privacy_portal.data_subjects.identifiers import is_replaced
from privacy_portal.data_subjects.models import CustomerSession, DataSubject
from privacy_portal.data_subjects.people import find_or_create_subject, verify_email
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.gdpr.rights import Right
from privacy_portal.processing_register.queries import controller

from .actions import receive
from .corrections.actions import Asked, correct
from .corrections.enums import StepState
from .corrections.filing import place_name
from .corrections.models import Correction, CorrectionStep
from .corrections.places import by_hand, recipients, systems

SYSTEM = Actor.system("address_change")


def change_address(session: CustomerSession, *, to: str, language: str, by: Actor, now: datetime) -> AddressChange:
    """The address is proven. One that several people share is no one's to change alone; places are asked about that
    before the transaction, so that a slow one holds nothing up."""
    subject = session.subject
    with _refusals_noted(subject, by, now):
        _refuse_shared(subject, now=now)
        with transaction.atomic():
            change = changing.change_address(subject, to=to, session=session, by=by, now=now)
            _follow(change, language=language, by=by, now=now)
            forget_answers(subject)
    return change


def join_address(session: CustomerSession, *, to: str, language: str, by: Actor, now: datetime) -> DataSubject:
    """The person behind the other address becomes known here, as by signing in with it, and stays a person apart."""
    with _refusals_noted(session.subject, by, now):
        if is_replaced(to):
            raise AddressRefused(Refusal.TAKEN)
        with transaction.atomic():
            other = find_or_create_subject(to, language=language, by=by, now=now)
            verify_email(other, to, by=by, now=now)
        for each in (session.subject, other):
            _refuse_shared(each, now=now)
        joining.join(session.subject, other, by=by, now=now)
    return other


@transaction.atomic
def undo_address_change(change: AddressChange, *, by: Actor, now: datetime) -> bool:
    """SECURITY V-11: at once, whatever worker is under way. What other systems were told is told the other way round,
    before the new address is forgotten: they find the person by it."""
    change = AddressChange.objects.select_for_update(of=("self",)).select_related("subject", "old").get(pk=change.pk)
    if change.undone_at is not None:
        return False
    _stop_following(change.subject, now)
    left = _bring_back(change, change.new.value) if change.new else []
    changing.undo_change(change, by=by, now=now)
    if left:
        _file_the_rest(change, left, now)
    forget_answers(change.subject)
    address_mails.undone(change, contact=contact_of(change.subject.language), now=now)
    return True


def contact_of(language: str) -> str:
    known = controller(language)
    return known.privacy_email or known.dpo_email or known.email


@contextmanager
def _refusals_noted(subject: DataSubject, by: Actor, now: datetime) -> Iterator[None]:
    """A refusal stands in the ledger too, outside of what was rolled back."""
    try:
        yield
    except AddressRefused as refused:
        with transaction.atomic():
            record(REFUSED, by=by, subject=subject.pk, facts={"reason": refused.reason.value}, now=now)
        raise


def _refuse_shared(subject: DataSubject, *, now: datetime) -> None:
    names = names_at(subject, now=now)
    if names.are_several:
        raise AddressRefused(Refusal.SHARED)
    if not names.all_answered:
        raise AddressRefused(Refusal.NOT_ASKED)


def _follow(change: AddressChange, *, language: str, by: Actor, now: datetime) -> Correction | None:
    """A correction like any other from here on: read back, tried again, and by request where no machine can."""
    if change.new is None:
        return None
    places = systems("", ADDRESS)
    with translation.override(language):
        label = _("E-mail address")
    return correct(
        id=uuid5(NAMESPACE_URL, f"address-change:{change.pk}"),
        subject=change.subject,
        asked=_asked(change.old.value, change.new.value, label),
        systems=[source.key for source in places],
        by_hand=[source.key for source in _told_by_hand(change.subject, places, change.old.value, language)],
        language=language,
        by=by,
        is_counted=False,
        now=now,
    )


def _asked(previous: str, proposed: str, label: str) -> Asked:
    return Asked(
        source="",
        reference="",
        name=ADDRESS,
        category=ADDRESS,
        same_as=ADDRESS,
        label=label,
        previous=previous,
        proposed=proposed,
    )


def _told_by_hand(subject: DataSubject, places: list[Source], address: str, language: str) -> list[Source]:
    """Who receives the address by the register, of the records that lie here (Art. 19)."""
    receivers: dict[str, str] = {}
    for source in places:
        for each in source.collect(subject) if source.is_embedded else ():
            for field in each.fields:
                if field.category == ADDRESS and field.value == address:
                    receivers |= dict(recipients(each, field, language))
    return by_hand(receivers)


def _stop_following(subject: DataSubject, now: datetime) -> None:
    steps = CorrectionStep.objects.filter(correction__subject=subject, correction__same_as=ADDRESS)
    steps.unfinished().update(state=StepState.STOPPED, changed_at=now)


def _bring_back(change: AddressChange, new: str) -> list[str]:
    """The places that had followed: what lies in this database at once. Keys of those that a colleague has to tell,
    because no machine calls out for somebody whose access is stopped."""
    followed = CorrectionStep.objects.filter(
        correction__subject=change.subject, correction__same_as=ADDRESS, state=StepState.CORRECTED
    )
    keys = set(followed.values_list("source", flat=True))
    here = [source for source in systems("", ADDRESS) if source.key in keys and source.is_embedded]
    for source in here:
        source.move(change.subject, new, change.old.value)
    return sorted(keys - {source.key for source in here})


def _file_the_rest(change: AddressChange, places: list[str], now: datetime) -> None:
    with translation.override(change.subject.language):
        question = _("Where does the old e-mail address still have to come back?")
        answer = [place_name(key) for key in places]
    receive(
        subject=change.subject,
        right=Right.RECTIFICATION,
        details={"answers": [{"key": "places", "question": question, "answer": answer}], "keys": {"places": places}},
        language=change.subject.language,
        by=SYSTEM,
        now=now,
    )
