"""Alma walks through her portal. Before each form she sends, Bas, signed in as himself and surely, sends the very same:
he gets what he would for something that does not exist, nothing about her changes, and her own still works."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation

from privacy_portal.consent import demo as newsletters
from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import Health, Source, SourceUnavailable
from privacy_portal.data_sources.enums import Capability
from privacy_portal.data_subjects.levels import Level
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.exports.models import Export
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.models import Attachment, RightsRequest
from privacy_portal.self_service.levels import LEVELS, OPEN
from privacy_portal.self_service.rights_requests.guides import SLUGS
from privacy_portal.self_service.rights_requests.questions import QUESTIONS
from tests.data_sources import ticket_shop as shop
from tests.self_service.test_rights_requests_wizard import PDF, any_answer
from tests.support.addresses import addresses
from tests.support.customers import ALMA, BAS, person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.security("A-08", "ASVS 8.2.2")]
# An id of hers in an address: of a row, or of a record in a source.
HERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|customer:[^/]+")
# Says which version of the public policy was seen; no row of anybody (tests/self_service/test_policy_news.py).
OF_NOBODY = {"policy_news_seen"}
# Stories of two people and their mail, told where those are (A-08 and V-12 there).
TOLD_ELSEWHERE = {
    "tests/self_service/test_addresses.py": {
        "address_change",
        "address_join",
        "address_prove",
        "address_confirm",
        "address_switch",
        "address_part",
        "address_undo",
    },
    "tests/self_service/test_identity_documents.py": {"request_document"},
    "tests/self_service/test_for_others.py": {"delegation", "delegation_objection", "request_object"},
}
# What differs between two answers of a page that says nothing else.
OWN = re.compile(rf'{HERS.pattern}|value="\w{{64}}"|\d\d[:.]\d\d|data-seconds="\d+"')


class Away(Source):
    """A system that never answers, so that a download is partial and can be completed."""

    key, label, processor_key = "away", "Away", "away"
    capabilities = frozenset({Capability.COLLECT})

    def check(self) -> Health:
        return Health(ok=False)

    def collect(self, subject):
        raise SourceUnavailable


def address(name: str, *args: Any) -> str:
    with translation.override("nl"):
        named = [SLUGS[Right(arg)] if arg in Right.values else arg for arg in args]
        return reverse(f"self_service:{name}", args=named)


class Journey:
    """`send` is Alma's next form, after Bas tried the same. `sent` remembers which addresses were walked."""

    def __init__(self, committed: Callable[..., Any]) -> None:
        self.committed = committed
        self.alma_herself = person(ALMA)
        self.alma = sign_in(Client(), self.alma_herself, level=Level.A3)
        self.bas = sign_in(Client(), person(BAS), level=Level.A3)
        self.sent: set[str] = set()

    def send(self, path: str, **data: Any):
        self.sent.add(resolve(path).url_name)
        before = self.told()
        answer = self.bas.post(path, made(data))
        if HERS.search(path):
            missing = self.bas.post(HERS.sub(lambda found: another(found[0]), path), made(data))
            assert answer.status_code == missing.status_code == 404, path
            assert without_own(answer) == without_own(missing), path
            assert self.told() == before, path
        else:
            assert answer.status_code < 500, path
            assert self.about_alma() == before[1], f"{path} told something about Alma"
        with self.committed(execute=True):
            mine = self.alma.post(path, made(data))
        assert mine.status_code in {200, 204, 302}, f"{path}: {mine.status_code}"
        return mine

    def told(self) -> tuple[int, int]:
        """How many entries the ledger has, in all and about Alma."""
        return LedgerEntry.objects.count(), self.about_alma()

    def about_alma(self) -> int:
        return entries_about(self.alma_herself.id).count()


def made(data: dict[str, Any]) -> dict[str, Any]:
    """A file is read once, so each of the two sends one of its own."""
    return {name: value() if callable(value) else value for name, value in data.items()}


def another(found: str) -> str:
    return "customer:0" if found.startswith("customer:") else str(uuid4())


def without_own(answer) -> str:
    return OWN.sub("", answer.content.decode())


def letter_of_hers() -> SimpleUploadedFile:
    return SimpleUploadedFile("brief.pdf", PDF)


@pytest.fixture
def journey(django_capture_on_commit_callbacks):
    cache.clear()
    newsletters.load_newsletters(None)
    with time_machine.travel(shop.NOW, tick=False):
        registry.register(Away())
        try:
            yield Journey(django_capture_on_commit_callbacks)
        finally:
            registry.unregister("away")


def asks_for_a_correction(journey: Journey) -> None:
    """By hand: every question, a file sent and taken back, another one, and the last button; a reply; withdrawn."""
    right = Right.RECTIFICATION
    journey.send(address("request_guide", right))
    for question in QUESTIONS[right]:
        journey.send(
            address("request_question", right, question.key), **{question.key: any_answer(right, question.key)}
        )
    for _each in range(2):
        journey.send(address("request_files", right), uploads=letter_of_hers, add="1")
    mine = Attachment.objects.filter(subject=journey.alma_herself)
    journey.send(address("request_remove_file", right, mine.first().pk))
    journey.send(address("request_files", right))
    journey.send(address("request_check", right))
    case = RightsRequest.objects.of(journey.alma_herself).get()
    journey.send(address("request", case.pk), body="Nog iets")
    journey.send(address("request_withdraw", case.pk))


def corrects_at_once(journey: Journey, customer) -> None:
    proposed = journey.send(
        address("correct_field", "ticketing", f"customer:{customer.pk}", "phone"), proposed="06 00654321"
    )
    journey.send(urlsplit(proposed.url).path)


def takes_her_data_along(journey: Journey) -> None:
    journey.send(address("show_hidden"), reason="check")
    journey.send(address("ask_export"), scope="access", formats=["json"], sources=["ticketing", "away"])
    export = Export.objects.filter(subject=journey.alma_herself).get()
    journey.send(address("export_file", export.pk))
    cache.clear()  # the system that was away has rested
    journey.send(address("complete_export", export.pk))


def chooses(journey: Journey) -> None:
    journey.send(address("set_preference", "newsletter-agenda"), on="1")
    journey.send(address("preferences_off"))


def minds_her_sessions(journey: Journey) -> None:
    elsewhere = sign_in(Client(), journey.alma_herself)
    other = elsewhere.get(address("security")).wsgi_request.customer_session
    journey.send(address("end_session", other.pk))
    journey.send(address("extend_session"))
    journey.send(address("end_other_sessions"))
    journey.send(address("step_up"), order="O-1", postcode="9712 AB")
    journey.send(address("step_up_by_mail"))


def proves_who_she_is(journey: Journey) -> None:
    """A code typed by somebody else is a wrong code of theirs."""
    for way in ("desk", "letter", "address"):
        journey.send(address(f"proof_{way}"), code="AAA-AAA-AAA")
    journey.send(address("proof_letter_ask"))
    journey.send(address("proof_address_send"), address=str(uuid4()))


def test_a_form_of_hers_sent_by_another_customer_does_nothing(journey):
    customer = shop.customer()
    shop.order(customer, shop.event(), number="O-1")
    asks_for_a_correction(journey)
    corrects_at_once(journey, customer)
    takes_her_data_along(journey)
    chooses(journey)
    minds_her_sessions(journey)
    proves_who_she_is(journey)
    journey.send(address("stop_access"))
    elsewhere = OF_NOBODY.union(*TOLD_ELSEWHERE.values())
    assert journey.sent == every_form_behind_the_door() - elsewhere, "walk the new form too"


def every_form_behind_the_door() -> set[str]:
    """What answers a POST with anything but "not this way"."""
    asking = sign_in(Client(), person("carla@example.org"), level=Level.A3)
    behind = {f"self_service:{name}": name for name in LEVELS.keys() - OPEN.keys()}
    # The one that ends her own session comes last.
    paths = sorted((each for each in addresses() if each.name in behind), key=lambda each: "stop" in each.name)
    return {behind[each.name] for each in paths if asking.post(each.path).status_code != 405}
