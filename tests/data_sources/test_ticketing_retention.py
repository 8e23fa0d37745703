"""Seven years and no longer: what goes by itself, and what stays although it is old."""

from datetime import date

import pytest

from privacy_portal.data_sources.registry import source
from privacy_portal.data_sources.ticketing.models import Customer, MailChoice, Order

from . import ticket_shop as shop

pytestmark = pytest.mark.django_db
BEFORE = date(2019, 11, 22)
LONG_AGO = date(2019, 11, 21)
DAYS = (LONG_AGO - shop.TODAY).days


def swept(activity: str) -> int:
    total = 0
    while references := source("ticketing").sweep(activity, BEFORE, today=shop.TODAY).references:
        total += len(references)
    return total


def test_a_customer_not_seen_for_seven_years_becomes_anonymous():
    who = shop.customer(last_active_on=LONG_AGO)
    seen = shop.customer("bas@example.org", last_active_on=BEFORE)
    bought = shop.order(who, shop.event(DAYS), placed=DAYS - 10)
    assert source("ticketing").expired("account", BEFORE) == 1
    assert swept("account") == 1
    who, seen = Customer.objects.get(pk=who.pk), Customer.objects.get(pk=seen.pk)
    assert (who.email, who.city, who.anonymised_on) == (None, "Waddenstad", shop.TODAY)
    assert seen.email == "bas@example.org"
    assert Order.objects.get(pk=bought.pk).iban is None


@pytest.mark.parametrize(
    ("activity", "details"),
    [("ticket-order", {}), ("ticketmaster-sale", {"origin": "ticketmaster"})],
)
def test_guests_go_with_the_activity_that_brought_them(activity, details):
    shop.guest(last_active_on=LONG_AGO, **details)
    assert source("ticketing").expired("account", BEFORE) == 0
    assert swept(activity) == 1 and swept(activity) == 0


def test_a_restricted_customer_stays():
    """Art. 18(2): kept, for the person's own claim."""
    shop.customer(last_active_on=LONG_AGO, restricted_on=shop.TODAY)
    assert swept("account") == 0


def test_an_old_order_is_cut_loose_from_someone_who_still_comes():
    who = shop.customer()
    old = shop.order(who, shop.event(DAYS), placed=DAYS)
    new = shop.order(who, shop.event(-3))
    assert swept("ticket-order") == 1
    old, new = Order.objects.get(pk=old.pk), Order.objects.get(pk=new.pk)
    assert (old.customer_id, old.iban, old.total_cents) == (None, None, 2250)
    assert new.customer_id == who.pk and Customer.objects.get(pk=who.pk).email


@pytest.mark.parametrize("keep", [{"invoice_number": "F-1"}, {"visit": 1}])
def test_an_old_order_stays_while_something_needs_it(keep):
    visit = DAYS + 2 if keep.pop("visit", None) else DAYS
    shop.order(shop.customer(), shop.event(visit), placed=DAYS, **keep)
    assert swept("ticket-order") == 0


def test_an_invoice_keeps_its_customer_until_the_book_year_is_seven_years_past():
    """AWR Art. 52(4)."""
    who = shop.customer(last_active_on=LONG_AGO)
    shop.order(who, shop.event(DAYS), placed=DAYS, invoice_number="F-1", invoice_to="Alma Zomerdijk")
    assert swept("account") == swept("ticket-order") == 0
    new_year = source("ticketing").sweep("account", BEFORE, today=date(2027, 1, 1))
    assert new_year.references == (who.pk,)
    assert Order.objects.get().invoice_to is None


def test_a_bank_account_goes_with_the_refund_it_was_kept_for():
    bought = shop.order(shop.customer(), shop.event(DAYS), placed=DAYS)
    assert swept("refund") == 1
    bought = Order.objects.get(pk=bought.pk)
    assert bought.iban is None and bought.customer is not None


def test_what_ended_long_ago_goes_and_what_runs_stays():
    who, what = shop.customer(), shop.event(DAYS)
    shop.choice(who, "newsletter-agenda", on=False, changed_on=LONG_AGO)
    runs = shop.choice(who, "newsletter-family", on=True, changed_on=LONG_AGO)
    objection = shop.choice(who, "postal-mailing", on=False, changed_on=LONG_AGO)
    shop.waiting(who, what, joined_on=LONG_AGO)
    shop.waiting(who, shop.event(30), joined_on=LONG_AGO)
    shop.sharing(who, what)
    shop.member(who, ended_on=LONG_AGO)
    shop.locker(rented_on=LONG_AGO)
    counts = {key: swept(key) for key in ("newsletter", "waiting-list", "artist-sharing", "loyalty", "locker")}
    assert counts == dict.fromkeys(counts, 1)
    # An objection is a wish, not a remnant: forgetting it would switch the mailing on again.
    assert set(MailChoice.objects.values_list("pk", flat=True)) == {runs.pk, objection.pk}


def test_an_unknown_activity_has_nothing_to_sweep():
    assert source("ticketing").expired("camera", BEFORE) == 0 and swept("camera") == 0


def test_every_rule_names_an_activity_of_the_register(db):
    import json

    from django.conf import settings

    from privacy_portal.data_sources.ticketing.retention import RULES

    register = json.loads((settings.BASE_DIR / "privacy_portal/processing_register/data/spot.json").read_text())
    assert set(RULES) <= {activity["key"] for activity in register["activities"]}
