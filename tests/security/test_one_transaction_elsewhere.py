"""The forms that the walk of `test_one_transaction` passes by, because they take two people and their mail: addresses,
asking for another, a copy that shows who one is, codes, parties asked by hand, sources, and access that was stopped.
Each is sent first while the ledger takes no entry, and then nothing may have changed (SECURITY L-01)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse

from privacy_portal.data_subjects.actions import freeze
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import ProofCode
from privacy_portal.data_subjects.proofs import actions as proofs
from privacy_portal.data_subjects.proofs.kinds import Seen
from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests.models import Delegation
from tests.casework import people, test_by_hand
from tests.data_sources import ticket_shop as shop
from tests.data_sources.small_register import small_register
from tests.rights_requests.people import MONDAY, file_request, in_progress
from tests.rights_requests.test_identity import doubt
from tests.rights_requests.test_identity_documents import ask, picture
from tests.self_service import test_addresses as mailbox
from tests.self_service import test_for_others as others
from tests.self_service.test_rights_requests_wizard import address
from tests.support.customers import ALMA, BAS, GIJS, person, sign_in
from tests.support.fake_source import FakeSource, only

from .test_another_customer import TOLD_ELSEWHERE
from .test_one_transaction import Twice

pytestmark = [pytest.mark.django_db, pytest.mark.security("L-01", "ASVS 2.3.3")]


@pytest.fixture(autouse=True)
def now(time_machine):
    cache.clear()
    time_machine.move_to(shop.NOW, tick=False)


class Sender:
    """A browser whose every form is sent twice; `sent` remembers the addresses."""

    def __init__(self, client: Client) -> None:
        self.client, self.twice = client, Twice(no_entry=())
        self.sent: set[str] = set()

    def post(self, path: str, data: Any = None, *, by: Client | None = None):
        """`data` may be a function, because a file is read once."""
        client, name = by or self.client, resolve(path).url_name
        client.raise_request_exception = False
        self.sent.add(name)
        answer = self.twice.do(name, lambda: client.post(path, data() if callable(data) else data or {}))
        assert answer.status_code in {200, 302}, (name, answer.status_code)
        return answer


def forms_of(story: str) -> set[str]:
    return TOLD_ELSEWHERE[f"tests/self_service/{story}.py"]


def mail(template: str, *, to: str) -> dict:
    [found] = [each for each in mailbox.mails(template) if each["to"] == to]
    return found


def test_L01_addresses():
    alma, bas = person(ALMA), person(BAS)
    sender = Sender(sign_in(Client(), alma, level=Level.A3))
    sender.post(address("address_join"), {"email": BAS})
    sender.post(address("address_prove"), {"code": mailbox.code_in(mail("address_proof", to=BAS))})
    sender.post(address("address_switch", bas.pk))
    sender.post(address("address_switch", alma.pk))
    sender.post(address("address_part", bas.pk))
    sign_in(sender.client, alma, level=Level.A3)
    sender.post(address("address_change"), {"email": mailbox.NEW})
    sender.client.get(mailbox.path_in(mail("address_proof", to=mailbox.NEW), "link"), follow=True)
    sender.post(address("address_confirm"))
    old_owner = Client()
    old_owner.get(mailbox.path_in(mail("address_changed_old", to=ALMA), "ongedaan-maken"), follow=True)
    sender.post(address("address_undo"), by=old_owner)
    assert sender.sent == forms_of("test_addresses"), "send the new form too"
    assert sender.twice.without_entry() == set()


def test_L01_asking_for_another_and_objecting():
    alma = person(ALMA)
    gijs = sign_in(Client(), person(GIJS))
    first = others.hand_in(gijs)
    sender = Sender(gijs)
    sender.post(others.page_of(first), lambda: {"uploads": SimpleUploadedFile("p2.pdf", others.PDF)})
    sender.post(address("request_object", first.rights_request_id), by=sign_in(Client(), alma))
    with_link = Client()
    others.fill_in(gijs)
    gijs.post(address("request_check", "access"))
    second = Delegation.objects.exclude(pk=first.pk).get()
    with_link.get(others.objection_path(second))
    sender.post(address("delegation_objection"), by=with_link)
    assert sender.sent == forms_of("test_for_others"), "send the new form too"
    assert sender.twice.without_entry() == set()


def test_L01_a_copy_that_shows_who_one_is(settings):
    settings.IDENTITY_DOCUMENTS = True
    case = ask(doubt(in_progress(person=person(ALMA))))
    sender = Sender(sign_in(Client(), case.subject))
    sender.post(address("request_document", case.pk), lambda: {"picture": picture(), "is_covered": "on"})
    assert sender.sent == forms_of("test_identity_documents"), "send the new form too"
    assert sender.twice.without_entry() == set()


def test_L01_codes_and_letters():
    alma = person(ALMA)
    shop.order(shop.customer(), shop.event())
    case = file_request(alma)
    sender = Sender(people.signed_in("chandni"))
    sender.post(reverse("identity:desk"), {"email": ALMA, "seen": Seen.PAID_CARD})
    sender.post(reverse("identity:case_desk", args=[case.pk]), {"seen": Seen.KNOWN})
    sender.post(reverse("identity:case_letter", args=[case.pk]))
    proofs.ask_letter(alma, by=Actor.subject(alma.pk, Level.A1))
    sender.post(reverse("identity:letter", args=[ProofCode.objects.asked().get().pk]))
    assert sender.twice.without_entry() == set()


def test_L01_parties_asked_by_hand(time_machine):
    time_machine.move_to(MONDAY + timedelta(days=4), tick=False)
    case = in_progress(right="access")
    chandni = people.signed_in("chandni")
    chandni.raise_request_exception = False
    twice = Twice(no_entry=())

    def post(verb: str, source: str, **typed: Any):
        task = test_by_hand.task_of(case, source)
        answer = twice.do(verb, lambda: test_by_hand.post(chandni, task, verb, **typed))
        assert answer.status_code == 302, verb

    post("ask", "keynius", email="privacy@keynius.example")
    post("end", "keynius", outcome="nothing", reason="By phone")
    assert twice.without_entry() == set()


def test_L01_sources():
    small_register()
    sender = Sender(people.signed_in("chandni"))
    sender.post(reverse("sources:edit", args=["keynius"]), {"processor": "zalsman", "categories": ["locker"]})
    with only(FakeSource("shop")):
        sender.post(reverse("sources:test", args=["shop"]))
    assert sender.twice.without_entry() == set()


def test_L01_access_that_was_stopped():
    alma = person(ALMA)
    freeze(alma, by=Actor.visitor())
    sender = Sender(people.signed_in("farah"))
    sender.post(reverse("stopped_access:open", args=[alma.pk]), {"seen": Seen.CALLED_BACK})
    assert sender.twice.without_entry() == set()
