"""No change without its entry in the ledger, and no entry without its change (SECURITY L-01). Every form of the portal
and every verb of the desk is sent twice: first while the ledger takes no entry, and then nothing at all may have
changed; then for real, and what changed has an entry, or stands in a table here with the reason why it needs none.

Forms that take two people and their mail are sent in `test_one_transaction_elsewhere`. The last test holds for all:
whatever a POST writes is one transaction."""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import resolve, reverse

from cms.settings import base
from privacy_portal.casework.groups import DESK, OFFICER, load_groups
from privacy_portal.casework.verbs import VERBS
from privacy_portal.consent import demo as newsletters
from privacy_portal.data_sources import registry
from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.data_subjects.purging import purge
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.exports.actions import expire, request_export
from privacy_portal.exports.building import build
from privacy_portal.rights_requests.enums import ExtensionReason, Ground, IdentityMethod
from privacy_portal.rights_requests.identity_documents.actions import send_document
from privacy_portal.rights_requests.on_behalf.enums import Capacity, Check, Told
from tests.casework.test_delegations import asked
from tests.data_sources import ticket_shop as shop
from tests.rights_requests.people import MONDAY, as_subject, file_request, in_progress
from tests.rights_requests.test_identity_documents import picture
from tests.support import staff
from tests.support.addresses import addresses
from tests.support.append_only import snapshot
from tests.support.customers import ALMA, BAS, person, sign_in
from tests.support.fake_source import FakeSource, only
from tests.support.refusing import prepare, refusing

from . import test_another_customer as walk

pytestmark = [pytest.mark.django_db, pytest.mark.security("L-01", "ASVS 2.3.3")]

# What is no act of anybody: counters of limits, the staff session (it holds what the next page says), and of a
# customer's session the draft and the last use.
BESIDE = {"data_subjects_limitcounter", "data_subjects_customersession", "django_session"}
# Forms that change something which needs no entry, and why.
NO_ENTRY = {
    "request_guide": "keeps a draft in the session, as the two below",
    "request_question": "the same",
    "correct_field": "the same",
    "extend_session": "keeps the session awake",
    "request_files": "a file lies ready; handing it in is the act",
    "request_remove_file": "the same, taken back before it was handed in",
    "step_up_by_mail": "a code is on its way; proving with it is the act",
    "proof_address_send": "the same",
    "proof_desk": "without a code that was made for her nothing can be wrong (tests/data_subjects/test_proofs.py)",
    "proof_letter": "the same",
    "proof_address": "the same",
}


def rows() -> dict[str, list]:
    """All of the database but the ledger and what stands beside."""
    kept = {name: found for name, found in snapshot().items() if name not in BESIDE | {"evidence_ledgerentry"}}
    sessions = CustomerSession.objects.values_list("pk", "subject", "base_level", "stepped_up_at")
    return {name: sorted(map(repr, values)) for name, (_columns, values) in kept.items()} | {
        "sessions": sorted(map(repr, sessions))
    }


def entries() -> int:
    return LedgerEntry.objects.count()


class Twice:
    """One act, first while the ledger refuses."""

    def __init__(self, no_entry: Collection[str] = NO_ENTRY) -> None:
        prepare()
        self.no_entry = no_entry
        self.told: dict[str, bool] = {}

    def do(self, name: str, act: Callable[[], Any]) -> Any:
        before, count = rows(), entries()
        refused = self.in_vain(act)
        done = act()
        if entries() > count:
            assert changed(before, refused) == set(), f"{name} changed something without its entry"
            self.told[name] = True
        else:
            assert changed(before, rows()) == set() or name in self.no_entry, f"{name} left no entry"
            self.told.setdefault(name, False)
        return done

    def without_entry(self) -> set[str]:
        return {name for name, told in self.told.items() if not told}

    def in_vain(self, act: Callable[[], Any]) -> dict[str, list]:
        """What the database holds after it, before all of it is taken back."""
        with transaction.atomic():
            with refusing(), suppress(DatabaseError):
                act()
            left = rows()
            transaction.set_rollback(True)
        return left


def changed(before: dict[str, list], after: dict[str, list]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name, []) != after.get(name, [])}


# --- the portal


class AlmasJourney(walk.Journey):
    """Her own forms, in the order of the walk that Bas cannot follow."""

    def __init__(self, committed: Callable[..., Any], twice: Twice) -> None:
        super().__init__(committed)
        self.twice = twice
        self.alma.raise_request_exception = False

    def send(self, path: str, **data: Any):
        name = resolve(path).url_name
        self.sent.add(name)

        with self.committed(execute=True):
            answer = self.twice.do(name, lambda: self.alma.post(path, walk.made(data)))
        assert answer.status_code in {200, 204, 302}, f"{path}: {answer.status_code}"
        return answer


@pytest.fixture
def journey(django_capture_on_commit_callbacks, time_machine):
    cache.clear()
    newsletters.load_newsletters(None)
    time_machine.move_to(shop.NOW, tick=False)
    registry.register(walk.Away())
    try:
        yield AlmasJourney(django_capture_on_commit_callbacks, Twice())
    finally:
        registry.unregister("away")


def test_L01_every_form_of_the_portal_changes_nothing_without_its_entry(journey):
    customer = shop.customer()
    shop.order(customer, shop.event(), number="O-1")
    walk.asks_for_a_correction(journey)
    walk.corrects_at_once(journey, customer)
    walk.takes_her_data_along(journey)
    walk.chooses(journey)
    walk.minds_her_sessions(journey)
    walk.proves_who_she_is(journey)
    sign_in(Client(), journey.alma_herself)
    journey.send(walk.address("end_other_sessions"))
    journey.alma = sign_in(Client(raise_request_exception=False), journey.alma_herself)
    journey.send(walk.address("step_up"), order="O-1", postcode="9712 AB")
    journey.send(walk.address("stop_access"))
    elsewhere = walk.OF_NOBODY.union(*walk.TOLD_ELSEWHERE.values())
    assert journey.sent == walk.every_form_behind_the_door() - elsewhere, "walk the new form too"
    assert journey.twice.without_entry() == NO_ENTRY.keys(), "all others left an entry, and nothing without it"


# --- the desk


# A verb, or a verb and what was chosen in it -> what is typed.
TYPED: dict[str, dict[str, Any]] = {
    "take": {},
    "ask": {"question": "Which order?"},
    "message": {"body": "We are looking."},
    "note": {"body": "Called back."},
    "papers": {"outcome": Check.ACCEPTED, "seen": "at_desk", "reason": "Seen.", "results_to": "person"},
    "told": {"how": Told.LETTER, "reason": "Sent today."},
    "identity": {"method": IdentityMethod.CALLED_BACK},
    "doubt": {"reason": "Another name.", "question": "Who are you?"},
    "document": {"reason": "Nothing else worked."},
    "looked-at": {"ending": "matches"},
    "resume": {},
    "extend": {"reason": ExtensionReason.COMPLEX, "explanation": "Many orders."},
    "erase": {},
    "answer": {"text": "Here it is."},
    "refuse": {"ground": Ground.EXCESSIVE, "reason": "Asked last week."},
}


class Desk:
    """Presses the buttons of the case page; `pressed` remembers which."""

    def __init__(self) -> None:
        self.twice, self.pressed = Twice(), set[str]()

    def press(self, case, *verbs: str, who: str = "chandni") -> None:
        load_groups()
        client = staff.signed_in(staff.member_of(DESK, email=f"{who}@example.org"))
        client.raise_request_exception = False
        for verb in verbs:
            self.pressed.add(verb)
            typed = {f"{verb}-{name}": value for name, value in TYPED[verb].items()}
            address = reverse("casework:act", args=[case.pk, verb])
            answer = self.twice.do(verb, lambda address=address, typed=typed: client.post(address, typed))
            assert answer.status_code == 302, (verb, answer.status_code)


def test_L01_every_verb_of_the_desk_changes_nothing_without_its_entry(time_machine, settings):
    settings.IDENTITY_DOCUMENTS = True
    time_machine.move_to(MONDAY + timedelta(days=4), tick=False)
    desk = Desk()
    desk.press(file_request(person(ALMA)), "take", "note", "message", "ask", "doubt", "resume", "identity", "extend")
    desk.press(in_progress(), "answer")
    desk.press(in_progress(), "refuse")
    case = in_progress(right="erasure")
    desk.press(case, "identity", "erase")
    desk.press(case, "erase", who="mo")
    doubted = in_progress(person=person(BAS))
    desk.press(doubted, "doubt", "document")
    desk.twice.do(
        "send a copy", lambda: send_document(rights_request=doubted, upload=picture(), by=as_subject(doubted.subject))
    )
    desk.press(doubted, "looked-at")
    unknown = asked(Capacity.HEIR, "")
    desk.press(unknown, "take", "papers", "told")
    assert desk.pressed == VERBS.keys() == TYPED.keys(), "press the new button too"
    assert desk.twice.without_entry() == set()


# --- what nobody presses


def test_L01_workers_and_sweeps_change_nothing_without_their_entry():
    twice, now = Twice(), MONDAY
    with only(FakeSource("shop")):
        alma = person(ALMA, now=now)
        waiting = request_export(subject=alma, by=as_subject(alma), language="nl", now=now)
        build(waiting.pk, now=now)
        twice.do("expire", lambda: expire(now + timedelta(days=8)))
    person(BAS, verified=False, now=now - timedelta(days=8))
    twice.do("purge", lambda: list(purge(now)))
    assert twice.without_entry() == set()


# --- looks


def test_L01_a_look_that_leaves_no_entry_shows_nothing():
    prepare()
    shop.order(shop.customer(ALMA), shop.event())
    case = file_request(person(ALMA))
    load_groups()
    officer = staff.signed_in(staff.member_of(OFFICER), Client(raise_request_exception=False))

    def look() -> str:
        answer = officer.post(reverse("casework:unmask", args=[case.pk]), {"unmask-reason": "contact"})
        return answer.content.decode()

    with refusing():
        assert ALMA not in look()
    count = entries()
    assert ALMA in look() and entries() == count + 1


# --- by construction


def test_L01_whatever_a_post_writes_is_one_transaction():
    """A view that is left out of it takes no POST. It reads, or, as on the way through a directory, asks somebody
    elsewhere and opens a transaction for each act (`cms/staff/directory/`)."""
    assert base.DATABASES["default"]["ATOMIC_REQUESTS"] is True
    outside = {each.path for each in addresses() if hasattr(resolve(each.path).func, "_non_atomic_requests")}
    assert {"/healthz", "/readyz"} <= outside
    inside = staff.signed_in(staff.member_of(""))
    assert {inside.post(path).status_code for path in outside} == {405}
