"""To be forgotten: what goes, what waits for a visit, what an invoice keeps, and that nothing else is touched."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from privacy_portal.data_sources.enums import ErasureOutcome, PlanVerdict
from privacy_portal.data_sources.registry import source
from privacy_portal.data_sources.ticketing.models import Customer, Order, Ticket
from tests.support.customers import ALMA, BAS, person

from . import ticket_shop as shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    return person(ALMA)


def plan_of(subject, on=shop.TODAY):
    return {item.reference: item for item in source("ticketing").plan_erasure(subject, on)}


def erase_all(subject, on=shop.TODAY, key="case"):
    plan = list(source("ticketing").plan_erasure(subject, on))
    return {row.reference: row for row in source("ticketing").erase(subject, plan, key, on=on)}


def test_whoever_still_visits_is_kept_until_the_visit(alma):
    who = shop.customer()
    been, ahead = shop.order(who, shop.event(-30)), shop.order(who, shop.event(30, "De Late Veerboot"))
    with translation.override("nl"):
        plan = plan_of(alma)
    assert plan[f"order:{been.pk}"].verdict == PlanVerdict.ANONYMISE
    for reference in (f"customer:{who.pk}", f"order:{ahead.pk}"):
        item = plan[reference]
        assert (item.verdict, item.until) == (PlanVerdict.WAIT_FOR, shop.TODAY + timedelta(days=30))
        assert "De Late Veerboot" in item.reason and "22 december 2026" in item.reason
    outcomes = erase_all(alma)
    assert outcomes[f"customer:{who.pk}"].outcome == ErasureOutcome.RETAINED
    who.refresh_from_db()
    assert who.first_name == "Alma"
    assert Order.objects.get(pk=been.pk).customer is None


def test_a_visit_of_today_is_still_to_come(alma):
    who = shop.customer()
    shop.order(who, shop.event(0))
    assert plan_of(alma)[f"customer:{who.pk}"].verdict == PlanVerdict.WAIT_FOR
    tomorrow = shop.TODAY + timedelta(days=1)
    assert plan_of(alma, tomorrow)[f"customer:{who.pk}"].verdict == PlanVerdict.ANONYMISE


def test_a_cancelled_order_keeps_nobody(alma):
    who = shop.customer()
    shop.order(who, shop.event(30), status="cancelled")
    assert plan_of(alma)[f"customer:{who.pk}"].verdict == PlanVerdict.ANONYMISE


def test_an_invoice_is_kept_seven_book_years(alma):
    """AWR Art. 52(4)."""
    who = shop.customer()
    invoiced = shop.order(who, shop.event(-30), invoice_number="F-1", invoice_to="Alma Zomerdijk, Roerdomphof 3")
    plan = plan_of(alma)
    for reference in (f"order:{invoiced.pk}", f"customer:{who.pk}"):
        assert (plan[reference].verdict, plan[reference].until) == (PlanVerdict.KEEP_UNTIL, date(2033, 12, 31))
    erase_all(alma)
    assert Order.objects.get(pk=invoiced.pk).invoice_to == "Alma Zomerdijk, Roerdomphof 3"
    assert plan_of(alma, date(2034, 1, 1))[f"order:{invoiced.pk}"].verdict == PlanVerdict.ANONYMISE


def test_anonymising_keeps_the_area_the_city_and_the_year_of_birth(alma):
    who = shop.customer()
    bought = shop.order(who, shop.event(-30), seats=2)
    number = who.number
    erase_all(alma)
    who = Customer.objects.get(pk=who.pk)
    assert (who.postcode, who.city, who.birth_year, who.country) == ("9712", "Waddenstad", 1984, "NL")
    for name in ("first_name", "last_name", "email", "email_index", "phone", "street", "birth_date", "account_since"):
        assert getattr(who, name) is None, name
    assert number not in who.number and who.anonymised_on == shop.TODAY
    order = Order.objects.get(pk=bought.pk)
    assert (order.iban, order.total_cents, order.customer_id) == (None, 4500, who.pk)
    assert order.tickets.count() == 2


def test_a_postcode_from_abroad_says_too_much_to_keep(alma):
    who = shop.customer(postcode="26721", country="DE")
    erase_all(alma)
    assert Customer.objects.get(pk=who.pk).postcode == ""


def test_nothing_that_leads_to_a_person_is_left_in_any_table(alma):
    """SECURITY E-07, for this source: every column of every table, as the database holds it."""
    who, what = shop.customer(number="C-ALMA"), shop.event(-30)
    shop.order(who, what, number="O-ALMA", staff_note="Alma")
    shop.waiting(who, what)
    shop.member(who, number="L-ALMA")
    shop.choice(who, "newsletter-agenda", on=True)
    shop.locker(rented_on=shop.TODAY - timedelta(days=1), locker="L-ALMA")
    shop.sharing(who, what)
    shop.ticket(shop.order(shop.customer(BAS, postcode="9401 XZ"), what), what, holder=("Alma Zomerdijk", ALMA))
    erase_all(alma)
    left = dump()
    for trace in ("ALMA", who.email_index, "9712 AB"):
        assert trace not in left, trace
    sealed = [getattr(row, name) for row in Customer.objects.exclude(city="x") for name in ("email", "phone")]
    assert sealed.count(None) == 2 and BAS in sealed


def dump() -> str:
    text = []
    for model in apps.get_app_config("data_sources").get_models():
        if model.__name__ != "ErasureRun":
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {model._meta.db_table}")
                text += [str(row) for row in cursor.fetchall()]
    return "\n".join(text)


def test_somebody_elses_ticket_stays_with_its_buyer(alma):
    what = shop.event(-30)
    bought = shop.order(shop.customer(BAS), what, seats=0)
    held = shop.ticket(bought, what, holder=("Alma Zomerdijk", ALMA))
    assert erase_all(alma)[f"ticket:{held.pk}"].outcome == ErasureOutcome.ANONYMISED
    ticket = Ticket.objects.get(pk=held.pk)
    assert (ticket.holder_name, ticket.holder_index, ticket.order_id) == (None, None, bought.pk)
    assert Customer.objects.get(pk=bought.customer_id).email == BAS


def test_the_plan_of_yesterday_does_not_erase_what_was_bought_since(alma):
    """The plan is made again when it is carried out."""
    who = shop.customer()
    old_plan = list(source("ticketing").plan_erasure(alma, shop.TODAY))
    shop.order(who, shop.event(30))
    [outcome] = source("ticketing").erase(alma, old_plan, "case", on=shop.TODAY)
    assert outcome.outcome == ErasureOutcome.RETAINED and outcome.until == shop.TODAY + timedelta(days=30)


def test_replaying_a_step_three_times_changes_nothing(alma):
    """SECURITY E-02."""
    shop.order(shop.customer(), shop.event(-30))
    plan = list(source("ticketing").plan_erasure(alma, shop.TODAY))
    results = {source("ticketing").erase(alma, plan, "case-7", on=shop.TODAY) for _time in range(3)}
    assert len(results) == 1


def test_a_newsletter_goes_at_once_even_when_the_customer_waits(alma):
    who = shop.customer()
    shop.order(who, shop.event(30))
    choice = shop.choice(who, "newsletter-agenda", on=True)
    assert erase_all(alma)[f"mailing:{choice.pk}"].outcome == ErasureOutcome.ERASED
    assert not who.mail_choices.exists()
