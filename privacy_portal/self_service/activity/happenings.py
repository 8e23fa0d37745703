"""Entries of the ledger in words for the person they are about: what was done, by whom, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.actors import ActorKind
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.rights_requests.enums import StaffRole
from privacy_portal.rights_requests.events import EVENTS, SUBJECT_REPORT_MADE
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.self_service.data_view.events import UNMASKED
from privacy_portal.self_service.data_view.unmasking import Reason

# The person reading is the person concerned, so the ledger's words for the actors turn round.
BY: dict[ActorKind, str | Promise] = {
    ActorKind.SUBJECT: gettext_lazy("You"),
    ActorKind.STAFF: gettext_lazy("Someone who works with us"),
    ActorKind.SYSTEM: gettext_lazy("Our system"),
    ActorKind.VISITOR: gettext_lazy("Someone who was not signed in yet"),
    ActorKind.DELEGATE: gettext_lazy("Someone who asks on your behalf"),
}
ICONS = {
    ActorKind.SUBJECT: "user",
    ActorKind.STAFF: "building-2",
    ActorKind.SYSTEM: "server",
    ActorKind.VISITOR: "mail",
    ActorKind.DELEGATE: "user",
}


@dataclass(frozen=True)
class Happening:
    """`why` is empty where what was done says it already; `case` is there when it was about a request."""

    day: date
    at: datetime
    what: str | Promise
    by: str | Promise
    icon: str
    why: str = ""
    case: RightsRequest | None = None


def happenings_of(subject: DataSubject, entries: Iterable[LedgerEntry]) -> list[Happening]:
    """Two queries for one page of entries."""
    page = list(entries)
    numbers = {number_in(entry) for entry in page} - {""}
    cases = {case.number: case for case in RightsRequest.objects.of(subject).filter(number__in=numbers)}
    return [_told(entry, cases.get(number_in(entry))) for entry in page]


def number_in(entry: LedgerEntry) -> str:
    """The case an entry is about."""
    return str(entry.facts.get("case", "")) or (entry.target if entry.event in EVENTS else "")


def _told(entry: LedgerEntry, case: RightsRequest | None) -> Happening:
    kind = _kind(entry)
    return Happening(
        day=timezone.localdate(entry.at),
        at=entry.at,
        what=entry.label,
        by=_role(entry) if kind is ActorKind.STAFF else BY[kind],
        icon=ICONS[kind],
        why=_why(entry),
        case=case,
    )


def _kind(entry: LedgerEntry) -> ActorKind:
    """A report is printed by a command, at the word of a person."""
    return ActorKind.STAFF if entry.event == SUBJECT_REPORT_MADE else ActorKind(entry.actor_kind)


def _role(entry: LedgerEntry) -> str | Promise:
    """As what somebody acted; who it was is known to us and no matter of the page (their privacy counts as well)."""
    if entry.event not in EVENTS:
        return BY[ActorKind.STAFF]
    return StaffRole(entry.facts.get("role", StaffRole.DESK)).label


def _why(entry: LedgerEntry) -> str:
    if entry.event == UNMASKED:
        return _("Reason: %(reason)s.") % {"reason": Reason(entry.facts["reason"]).label}
    if entry.event == SUBJECT_REPORT_MADE:
        if entry.facts.get("masked"):
            return _("Bank account, date of birth and numbers were partly hidden in it.")
        return _("Nothing was hidden in it, bank account and date of birth included.")
    return ""
