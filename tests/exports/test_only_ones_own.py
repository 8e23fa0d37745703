"""Two guests on one order, a note by staff, a friend's ticket: each takes along only their own (SECURITY X-04)."""

from datetime import UTC, datetime

import pytest

from privacy_portal.consent.source import ConsentSource
from privacy_portal.data_sources.ticketing.demo import load_customers
from privacy_portal.data_sources.ticketing.source import TicketingSource
from privacy_portal.erasure.portal_source import PortalSource
from privacy_portal.exports.building import build
from privacy_portal.exports.models import Export
from tests.support.customers import ALMA, BAS, GIJS, person
from tests.support.fake_source import only

from .reading import Opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def opened():
    load_customers(NOW)

    def open_for(email):
        with only(TicketingSource(), ConsentSource(), PortalSource()):
            export = build(Export.objects.create(subject=person(email), language="nl", requested_at=NOW).pk, now=NOW)
        return Opened.fetch(export, now=NOW)

    return open_for


def everything(opened):
    return "\n".join(opened.text(name) for name in opened.names)


def test_alma_takes_along_all_her_own_and_nothing_of_her_friend(opened):
    alma = opened(ALMA)
    text = everything(alma)
    for own in ("Zomerdijk", "9712 AB", "D-5001", ALMA, "117", "Loyalty"):
        assert own in text
    for foreign in ("Rietveen", BAS, GIJS, "Kwelderman", "wheelchair"):
        assert foreign not in text


def test_her_friend_takes_along_the_ticket_with_his_name_and_nothing_of_hers(opened):
    text = everything(opened(BAS))
    assert "Rietveen" in text
    for foreign in ("Zomerdijk", ALMA, "D-5001", "wheelchair", "NL42TEST"):
        assert foreign not in text


def test_gijs_without_an_account_takes_along_both_his_orders(opened):
    data = opened(GIJS).json()
    orders = next(group for group in data["groups"] if group["key"] == "ticketing-order")
    assert len(orders["records"]) == 2


def test_every_group_is_a_table_with_every_record(opened):
    alma = opened(ALMA)
    data, counts = alma.json(), alma.json("manifest.json")["groups"]
    assert {group["key"] for group in data["groups"]} == set(counts)
    for key, count in counts.items():
        assert len(alma.table(f"tables/{key}.csv")) == count + 1
