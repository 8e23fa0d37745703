"""What Alma takes to another venue: what she gave, on consent or contract, her consents with it (Art. 20)."""

from datetime import UTC, datetime

import pytest

from privacy_portal.consent.actions import set_choice
from privacy_portal.consent.enums import Method
from privacy_portal.consent.source import ConsentSource
from privacy_portal.data_sources.ticketing.demo import load_customers
from privacy_portal.data_sources.ticketing.source import TicketingSource
from privacy_portal.erasure.portal_source import PortalSource
from privacy_portal.evidence.actors import Actor
from privacy_portal.exports.building import build
from privacy_portal.exports.enums import Scope
from privacy_portal.exports.models import Export
from privacy_portal.processing_register.demo import load as load_register
from tests.support.customers import ALMA, person
from tests.support.fake_source import only

from .reading import Opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def alma():
    load_customers(NOW)
    load_register(NOW)
    subject = person(ALMA, now=NOW)
    with only(TicketingSource()):
        for on in (False, True):
            set_choice(
                subject=subject,
                key="loyalty",
                on=on,
                by=Actor.subject(subject.pk),
                method=Method.PORTAL,
                language="nl",
                policy_version="2026-11-01",
                now=NOW,
            )
    return subject


def taken(subject, scope: Scope) -> Opened:
    export = Export.objects.create(subject=subject, language="nl", requested_at=NOW, scope=scope)
    with only(TicketingSource(), ConsentSource(), PortalSource()):
        return Opened.fetch(build(export.pk, now=NOW), now=NOW)


@pytest.fixture
def portable(alma):
    return taken(alma, Scope.PORTABILITY)


def group(data: dict, key: str) -> dict:
    return next(each for each in data["groups"] if each["key"] == key)


def test_her_consents_go_along_with_the_words_the_version_and_the_moment(portable):
    records = group(portable.json(), "consent-choice")["records"]
    assert len(records) == 2
    for record in records:
        fields = record["fields"]
        assert fields["choice"] == "loyalty"
        assert fields["wording"] and fields["state"] and fields["method"]
        assert (fields["language"], fields["policy_version"]) == ("nl", "2026-11-01")
        assert datetime.fromisoformat(fields["at"]) == NOW
    assert len({record["fields"]["state"] for record in records}) == 2, "giving and taking back"


def test_it_is_smaller_than_everything_and_part_of_it(alma, portable):
    whole, part = taken(alma, Scope.ACCESS).json(), portable.json()
    for mine in part["groups"]:
        other = group(whole, mine["key"])
        told = {record["reference"]: record["fields"] for record in other["records"]}
        for record in mine["records"]:
            assert record["fields"].items() <= told[record["reference"]].items()
    count = lambda data: sum(len(each["records"]) for each in data["groups"])  # noqa: E731
    assert count(part) < count(whole)


def test_what_we_made_or_wrote_stays_out(portable):
    data = portable.json()
    sources = {each["source"] for each in data["groups"]}
    assert sources == {"ticketing", "consent"}, "the trail of this site is ours"
    account = group(data, "ticketing-account")["records"][0]["fields"]
    assert account["first_name"] == "Alma" and account["street"]
    assert "birth_date" not in account, "kept for our own analysis, on our own interest"
    everything = "".join(portable.text(name) for name in portable.names)
    assert "Er is een notitie" not in everything
    assert "Van iemand anders" not in everything


def test_another_controller_can_read_whose_name_is_what(portable):
    data = portable.json()
    columns = {each["name"]: each.get("term") for each in group(data, "ticketing-account")["columns"]}
    assert columns["first_name"] == "https://schema.org/givenName"
    assert columns["email"] == "https://schema.org/email"
    assert group(data, "ticketing-order")["term"] == "https://schema.org/Order"
    assert group(data, "consent-choice")["term"] == "https://schema.org/ChooseAction"


def test_its_readme_names_the_article(portable):
    assert "20" in portable.text("README.txt")
