"""Chandni at the privacy desk and Bo at the box office make codes for people they saw; nobody sees a code twice."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from privacy_portal.casework.groups import BOX_OFFICE, load_groups
from privacy_portal.data_sources.postal_address import postal_address
from privacy_portal.data_subjects.enums import Outcome
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import CustomerSession, DataSubject, ProofCode
from privacy_portal.data_subjects.proofs import actions
from privacy_portal.data_subjects.proofs.kinds import ProofKind, Seen
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.rights_requests.models import RightsRequest
from tests.rights_requests.people import file_request
from tests.support import staff
from tests.support.customers import ALMA, person, sign_in
from tests.support.fake_source import FakeSource, only

from .people import ROLES, signed_in

pytestmark = pytest.mark.django_db
DESK = "identity:desk"


@pytest.fixture
def alma():
    with only(FakeSource("shop")):
        yield person(ALMA)


@pytest.fixture
def case(alma) -> RightsRequest:
    return file_request(alma)


def box_office():
    load_groups()
    return staff.signed_in(staff.member_of(BOX_OFFICE, email="bo@example.org"))


def make(client, **data):
    return client.post(reverse(DESK), {"email": ALMA, "seen": Seen.PAID_CARD} | data)


def code_in(answer) -> str:
    return re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b", answer.content.decode())[0]


def typed(subject, code: str, kind=ProofKind.DESK):
    from django.test import Client

    sign_in(Client(), subject)
    return actions.confirm(CustomerSession.objects.latest("started_at"), kind=kind, code=code)


@pytest.mark.parametrize("who", ["desk", "box office"])
def test_V08_a_colleague_makes_a_code_that_is_shown_once(alma, who):
    client = signed_in("chandni") if who == "desk" else box_office()
    answer = make(client)
    code = code_in(answer)
    assert "no-store" in answer["Cache-Control"]
    for page in (client.get(reverse(DESK)), client.get(reverse("wagtailadmin_home"))):
        assert code not in page.content.decode()
    assert typed(alma, code).is_confirmed
    entry = entries_about(alma.pk).get(event="data_subject.proof_code_made")
    assert entry.facts["seen"] == "paid-card" and entry.actor_kind == "staff"


def test_V08_a_code_for_an_address_we_do_not_know_yet_works_once_its_mailbox_is_proven(alma):
    code = code_in(make(box_office(), email="Gast@Example.org"))
    guest = DataSubject.objects.exclude(pk=alma.pk).get()
    assert not guest.identifiers.verified().exists()
    assert typed(alma, code).outcome is Outcome.UNKNOWN
    assert typed(guest, code).is_confirmed


def test_V07_what_was_seen_is_chosen_from_a_list_without_identity_documents(alma):
    page = box_office().get(reverse(DESK)).content.decode()
    assert "<textarea" not in page and 'type="file"' not in page
    words = " ".join(str(label) for label in Seen.labels).lower()
    assert not any(word in words for word in ("passport", "paspoort", "identi", "bsn", "licence", "rijbewijs"))
    assert "seen" in make(box_office(), seen="passport").context["form"].errors
    assert not ProofCode.objects.exists()


@pytest.mark.parametrize("who", [name for name in ROLES if name != "chandni"])
def test_A09_nobody_else_makes_codes(alma, case, who):
    client = signed_in(who)
    assert DESK not in str(client.get(reverse(DESK)).status_code)
    make(client)
    client.post(reverse("identity:case_desk", args=[case.pk]), {"seen": Seen.KNOWN})
    client.post(reverse("identity:case_letter", args=[case.pk]))
    assert not ProofCode.objects.exists()


def test_A09_the_box_office_prints_no_letter_and_sees_no_case(alma, case):
    actions.ask_letter(alma, by=Actor.subject(alma.pk, Level.A1))
    bo = box_office()
    page = bo.get(reverse(DESK)).content.decode()
    assert "a•••@" not in page
    bo.post(reverse("identity:letter", args=[ProofCode.objects.get().pk]))
    bo.post(reverse("identity:case_letter", args=[case.pk]))
    assert ProofCode.objects.get().issued_at is None
    assert case.number not in bo.get(reverse("casework:inspect", args=[case.pk])).content.decode()


def test_V08_a_code_for_the_person_of_a_case_keeps_the_address_masked(alma, case):
    chandni = signed_in("chandni")
    url = reverse("identity:case_desk", args=[case.pk])
    page = chandni.get(url).content.decode()
    assert "a•••@e•••.org" in page and ALMA not in page
    assert url in chandni.get(reverse("casework:inspect", args=[case.pk])).content.decode()
    assert typed(alma, code_in(chandni.post(url, {"seen": Seen.KNOWN}))).is_confirmed
    entry = entries_about(alma.pk).get(event="data_subject.proof_code_made")
    assert entry.facts["case"] == case.number
    page = " ".join(chandni.get(reverse("casework:inspect", args=[case.pk])).content.decode().split())
    assert "gebruikt op" in page


def test_V11_no_code_for_who_stopped_all_access(alma):
    DataSubject.objects.update(frozen_at=timezone.now())
    answer = make(signed_in("chandni"))
    assert answer.status_code == 200 and answer.context["form"].non_field_errors()
    assert not ProofCode.objects.exists()


# --- letters


@pytest.fixture
def at_home(alma):
    """The shop knows where Alma lives."""
    from privacy_portal.data_sources.ticketing.demo import load_customers
    from privacy_portal.data_sources.ticketing.source import TicketingSource

    load_customers(timezone.now())
    with only(TicketingSource()):
        yield alma


def test_V08_a_letter_goes_to_the_address_in_the_shop(at_home):
    actions.ask_letter(at_home, by=Actor.subject(at_home.pk, Level.A1))
    chandni = signed_in("chandni")
    page = chandni.get(reverse(DESK)).content.decode()
    assert "a•••@e•••.org" in page and "9712 AB" not in page
    answer = chandni.post(reverse("identity:letter", args=[ProofCode.objects.get().pk]))
    sheet = answer.content.decode()
    address = postal_address(at_home, now=timezone.now())
    assert all(line in sheet for line in address.lines) and "9712 AB" in sheet
    assert "no-store" in answer["Cache-Control"]
    assert "/mijn-gegevens/" in sheet and "paspoort" in sheet
    assert "style=" not in sheet and "<script" not in sheet
    assert typed(at_home, code_in(answer), ProofKind.LETTER).is_confirmed
    assert "9712 AB" not in chandni.get(reverse(DESK)).content.decode()


def test_a_letter_printed_again_voids_the_first(at_home):
    case, chandni = file_request(at_home), signed_in("chandni")
    url = reverse("identity:case_letter", args=[case.pk])
    first, second = code_in(chandni.post(url)), code_in(chandni.post(url))
    assert typed(at_home, first, ProofKind.LETTER).outcome is Outcome.WRONG
    assert typed(at_home, second, ProofKind.LETTER).is_confirmed


def test_without_a_known_address_no_letter_and_no_code(case):
    answer = signed_in("chandni").post(reverse("identity:case_letter", args=[case.pk]), follow=True)
    assert "postadres" in answer.content.decode()
    assert not ProofCode.objects.exists()


def test_a_letter_is_in_the_language_of_its_reader(at_home):
    DataSubject.objects.filter(pk=at_home.pk).update(language="en")
    case = file_request(at_home)
    sheet = signed_in("chandni").post(reverse("identity:case_letter", args=[case.pk])).content.decode()
    assert "Kind regards" in sheet and "/en/my-data/" in sheet
