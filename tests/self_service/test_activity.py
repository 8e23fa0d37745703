"""Alma sees who looked at her data here: as what, when and why, and never who by name."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from privacy_portal.casework.subject_report import subject_report
from privacy_portal.evidence.actors import Actor
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.attachments import open_attachment, store
from tests.casework.people import signed_in
from tests.data_sources import ticket_shop as shop
from tests.support.customers import ALMA, BAS, person, sign_in

pytestmark = pytest.mark.django_db
NL, EN = "/mijn-gegevens/activiteit/", "/en/my-data/activity/"


@pytest.fixture
def alma():
    return person(ALMA)


@pytest.fixture
def case(alma):
    return actions.receive(
        subject=alma, right=Right.ACCESS, details={}, language="nl", by=Actor.subject(alma.pk, "A1"), now=shop.NOW
    )


def text(subject, path: str) -> str:
    html = sign_in(Client(), subject).get(path).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.parametrize(
    ("name", "dutch", "english"),
    [
        ("chandni", "De privacydesk", "The privacy desk"),
        ("farah", "De functionaris gegevensbescherming", "The data protection officer"),
    ],
)
def test_who_opened_the_case_and_for_what(alma, case, name, dutch, english):
    assert signed_in(name).get(f"/beheer/verzoeken/inspect/{case.pk}/").status_code == 200
    nl, en = text(alma, NL + "?only=looks"), text(alma, EN + "?only=looks")
    assert "Een verzoek is geopend om te lezen" in nl and dutch in nl and f"Voor je verzoek {case.number}" in nl
    assert "A request was opened to be read" in en and english in en and f"For your request {case.number}" in en
    for page in (nl, en):
        assert name not in page.lower()


def test_an_attachment_that_was_opened(alma, case):
    attachment = store(subject=alma, upload=SimpleUploadedFile("letter.pdf", b"%PDF-1.7 letter"))
    attachment.rights_request = case
    attachment.save()
    for by in (Actor.subject(alma.pk, "A1"), Actor.staff(alma)):
        open_attachment(attachment, by=by)
    looks = text(alma, NL + "?only=looks")
    assert looks.count("Een bijlage is geopend") == 1 and "De privacydesk" in looks, "not that she did so herself"


@pytest.mark.parametrize(
    ("level", "dutch"),
    [("A1", "nummers waren daarin deels verborgen"), ("A2", "Daarin was niets verborgen")],
)
def test_a_report_and_whether_it_hid_anything(alma, level, dutch):
    case = actions.receive(
        subject=alma, right=Right.ACCESS, details={}, language="nl", by=Actor.subject(alma.pk, level), now=shop.NOW
    )
    subject_report(ALMA, number=case.number, now=shop.NOW)
    looks = text(alma, NL + "?only=looks")
    assert "De privacydesk" in looks and dutch in looks and case.number in looks and "Ons systeem" not in looks


def test_nobody_looked_and_nothing_of_others_shows(alma, case):
    actions.mark_viewed(rights_request=case, by=Actor.staff(alma))
    bas = text(person(BAS), NL + "?only=looks")
    assert "Niemand van ons heeft hier je gegevens bekeken." in bas and case.number not in bas
    assert "Een verzoek is ontvangen" not in text(alma, NL + "?only=looks")
    assert "None of us looked" in text(person("gijs@example.org"), EN + "?only=looks")
