"""What Alma sees of the ticket shop, and what she does not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from privacy_portal.data_sources.registry import source
from privacy_portal.data_subjects.digests import of_identifier
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.models import Identifier
from privacy_portal.processing_register.generation import bump
from tests.support.customers import ALMA, BAS, GIJS, person

from . import ticket_shop as shop

pytestmark = pytest.mark.django_db
BAS_NAME = "Bas Rietveen"


def records_of(email=ALMA, kind=None):
    found = list(source("ticketing").collect(person(email)))
    return [record for record in found if kind is None or record.kind == kind]


def everything(records) -> str:
    return str([(record.title, record.fields, record.origin) for record in records])


def test_an_account_shows_what_was_given_and_why():
    shop.customer()
    [record] = records_of()
    assert (record.kind, record.activity) == ("account", "account")
    assert record.value("first_name") == "Alma" and record.value("birth_date") == date(1984, 5, 17)
    activities = {field.name: field.activity for field in record.fields}
    assert activities["phone"] == "change-notice"
    assert activities["birth_date"] == "audience-analysis"
    assert record.retention_start == shop.TODAY


def test_details_tell_what_else_they_are_used_for_unless_one_objected():
    who = shop.customer()
    assert records_of()[0].also == ("service-mail", "evaluation-mail", "postal-mailing")
    shop.choice(who, "evaluation-mail", on=False)
    who.street = None
    who.save()
    subject = Identifier.objects.get().subject
    assert next(source("ticketing").collect(subject)).also == ("service-mail",)


def test_a_guest_is_found_by_the_address_of_each_order():
    for title in ("Eerste", "Tweede"):
        shop.order(shop.guest(GIJS), shop.event(title=title))
    records = records_of(GIJS)
    assert [record.kind for record in records].count("guest") == 2
    assert {record.title for record in records if record.kind == "order"} == {"Eerste", "Tweede"}


def test_a_ticketmaster_sale_says_where_it_came_from():
    shop.order(shop.guest(GIJS, origin="ticketmaster"), shop.event(), channel="ticketmaster")
    [who] = records_of(GIJS, "ticketmaster")
    assert who.activity == "ticketmaster-sale" and "Ticketmaster" in who.origin
    assert {field.name for field in who.fields}.isdisjoint({"street", "birth_date"})


def test_a_customer_number_that_was_proven_finds_too():
    shop.customer(None, number="C-77", first_name="Alma")
    subject = person("other@example.org")
    Identifier.objects.create(
        subject=subject,
        kind=IdentifierKind.CUSTOMER_NUMBER,
        value="C-77",
        index=of_identifier(IdentifierKind.CUSTOMER_NUMBER, "C-77"),
        verified_at=shop.NOW,
    )
    assert [record.value("number") for record in source("ticketing").collect(subject)] == ["C-77"]


def test_an_address_that_was_not_proven_finds_nothing():
    shop.customer()
    assert list(source("ticketing").collect(person(ALMA, verified=False))) == []


def test_other_people_on_an_order_are_left_out():
    """SECURITY X-04, Art. 15(4): two guests on one order, and a note that names one of them."""
    what = shop.event()
    bought = shop.order(shop.customer(), what, staff_note=f"{BAS_NAME} phones back")
    shop.ticket(bought, what, holder=(BAS_NAME, BAS))
    records = records_of()
    shown = everything(records)
    assert BAS_NAME not in shown and BAS not in shown
    assert len([record for record in records if record.kind == "ticket"]) == 2
    assert any(record.value("staff_note") for record in records)


def test_the_holder_sees_the_ticket_but_not_the_order():
    what = shop.event(title="Het Blauwe Uur")
    bought = shop.order(shop.customer(), what, seats=1)
    mine = shop.ticket(bought, what, holder=(BAS_NAME, BAS))
    [record] = records_of(BAS)
    assert (record.kind, record.reference) == ("held-ticket", f"ticket:{mine.pk}")
    shown = everything([record])
    assert BAS_NAME in shown
    assert not any(theirs in shown for theirs in ("Alma", ALMA, bought.number, "TEST0123456789", "22.50"))


def test_ones_own_name_on_a_ticket_is_ones_own():
    what = shop.event()
    bought = shop.order(shop.customer(), what, seats=0)
    shop.ticket(bought, what, holder=("Alma Zomerdijk", ALMA))
    [ticket] = records_of(kind="ticket")
    assert ticket.value("holder_name") == "Alma Zomerdijk"


def test_tickets_come_with_their_order_the_latest_order_first():
    who = shop.customer()
    old = shop.order(who, shop.event(-60), seats=2, placed=-90)
    new = shop.order(who, shop.event(20), seats=1, placed=-3)
    records = [record for record in records_of() if record.kind in {"order", "ticket"}]
    assert [record.reference for record in records if record.kind == "order"] == [f"order:{new.pk}", f"order:{old.pk}"]
    assert [record.parent for record in records if record.kind == "ticket"] == [
        f"order:{new.pk}",
        f"order:{old.pk}",
        f"order:{old.pk}",
    ]


def test_an_order_without_tickets_is_still_there():
    shop.order(shop.customer(), shop.event(), seats=0, number="O-9")
    with translation.override("nl"):
        [order] = records_of(kind="order")
    assert order.title == "Bestelling van 13 oktober 2026"


def test_what_proves_more_than_an_address_is_secret():
    """SECURITY V-09: whoever reads a mailbox must not find the second proof on the page behind it."""
    what = shop.event()
    shop.order(shop.customer(), what, seats=0, number="O-9", invoice_number="F-1", invoice_to="Alma, 9712 AB")
    shown = [(each.title, [item.value for item in each.fields if not item.secret]) for each in records_of()]
    assert "O-9" not in str(shown) and "9712" not in str(shown)


def test_the_period_of_a_membership_does_not_run_while_it_lasts():
    shop.member(shop.customer(), ended_on=None)
    assert [record.retention_start for record in records_of(kind="loyalty")] == [None]


def test_the_number_of_queries_does_not_depend_on_the_number_of_orders():
    """PERFORMANCE T9: at most eight for the data."""
    subject = person(ALMA)
    who, what = shop.customer(), shop.event()
    shop.locker()
    bump()
    list(source("ticketing").collect(subject))  # the register's words are read once per change
    counts = []
    for _times in range(2):
        for _order in range(15):
            shop.order(who, what, seats=2)
        with CaptureQueriesContext(connection) as queries:
            list(source("ticketing").collect(subject))
        counts.append(len([each for each in queries if "generation" not in each["sql"]]))
    assert counts[0] == counts[1] <= 9


def test_a_locker_is_found_without_a_customer():
    shop.locker(GIJS, rented_on=shop.TODAY - timedelta(days=3))
    [record] = records_of(GIJS)
    assert (record.kind, record.activity) == ("locker", "locker")
