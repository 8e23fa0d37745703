"""Correcting, restricting, and switching mailings on and off."""

from datetime import date

import pytest
from django.utils import translation

from privacy_portal.data_sources.contract import Change
from privacy_portal.data_sources.enums import ChangeOutcome
from privacy_portal.data_sources.registry import source
from privacy_portal.data_sources.ticketing.models import Customer
from tests.support.customers import ALMA, GIJS, person

from . import ticket_shop as shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    return person(ALMA)


def rectify(subject, who, **fields):
    changes = [Change(f"customer:{who.pk}", name, value) for name, value in fields.items()]
    return source("ticketing").rectify(subject, changes)


def switches(subject):
    return {each.key: each for each in source("ticketing").subscriptions(subject)}


def test_a_correction_is_stored_read_back_and_remembered(alma):
    who = shop.customer()
    [result] = rectify(alma, who, birth_date="1985-06-18")
    assert (result.outcome, result.value) == (ChangeOutcome.CHANGED, date(1985, 6, 18))
    who.refresh_from_db()
    assert (who.birth_year, who.corrected) == (1985, ["birth_date"])


def test_a_correction_that_makes_no_sense_is_refused_with_a_reason(alma):
    who = shop.customer()
    with translation.override("en"):
        born, country, email = rectify(alma, who, birth_date="soon", country="Holland", email="a@example.org")
    assert {born.outcome, country.outcome, email.outcome} == {ChangeOutcome.REFUSED}
    assert "2026-11-22" in born.reason and "two letters" in country.reason and "colleague" in email.reason
    assert Customer.objects.get(pk=who.pk).country == "NL"


@pytest.mark.parametrize(("name", "empty"), [("phone", None), ("city", "")])
def test_an_empty_correction_takes_the_value_away(alma, name, empty):
    who = shop.customer()
    [result] = rectify(alma, who, **{name: "  "})
    assert result.outcome == ChangeOutcome.CHANGED
    assert getattr(Customer.objects.get(pk=who.pk), name) == empty


def test_restricting_marks_every_row_of_the_person_and_no_other(alma):
    mine, also_mine, other = shop.customer(), shop.guest(ALMA), shop.guest(GIJS)
    assert source("ticketing").restrict(alma, True, today=shop.TODAY) == 2
    days = dict(Customer.objects.values_list("pk", "restricted_on"))
    assert days == {mine.pk: shop.TODAY, also_mine.pk: shop.TODAY, other.pk: None}


def test_an_objection_not_made_stands_as_on(alma):
    """Art. 21: legitimate interests run until somebody objects; consent is never assumed (Art. 7)."""
    shop.customer()
    assert {key: each.on for key, each in switches(alma).items()} == {"evaluation-mail": True, "postal-mailing": True}


def test_an_objection_holds_for_every_row_of_the_person(alma):
    shop.customer(), shop.guest(ALMA)
    source("ticketing").set_subscription(alma, "postal-mailing", False, today=shop.TODAY)
    assert [each.on for each in Customer.mail_choices.rel.related_model.objects.all()] == [False, False]
    source("ticketing").set_subscription(alma, "postal-mailing", True, today=shop.TODAY)
    assert switches(alma)["postal-mailing"].on is True


def test_one_objection_among_rows_is_an_objection_one_yes_a_subscription(alma):
    one, two = shop.customer(), shop.guest(ALMA)
    for who, on in ((one, True), (two, False)):
        shop.choice(who, "evaluation-mail", on=on)
        shop.choice(who, "newsletter-agenda", on=on)
    assert switches(alma)["evaluation-mail"].on is False
    assert switches(alma)["newsletter-agenda"].on is True


def test_loyalty_ends_and_starts_again(alma):
    membership = shop.member(shop.customer())
    assert switches(alma)["loyalty"].on
    source("ticketing").set_subscription(alma, "loyalty", False, today=shop.TODAY)
    membership.refresh_from_db()
    assert membership.ended_on == shop.TODAY and not switches(alma)["loyalty"].on
    source("ticketing").set_subscription(alma, "loyalty", True, today=shop.TODAY)
    assert switches(alma)["loyalty"].on


def test_one_joins_the_loyalty_programme_here(alma):
    shop.customer()
    assert source("ticketing").set_subscription(alma, "loyalty", True, today=shop.TODAY)
    assert (switches(alma)["loyalty"].on, switches(alma)["loyalty"].since) == (True, shop.TODAY)


def test_sharing_with_artists_is_withdrawn_for_all_and_not_given_in_general(alma):
    who = shop.customer()
    row = shop.sharing(who, shop.event())
    assert switches(alma)["artist-sharing"].on
    source("ticketing").set_subscription(alma, "artist-sharing", False, today=shop.TODAY)
    row.refresh_from_db()
    assert row.withdrawn_on == shop.TODAY
    assert source("ticketing").set_subscription(alma, "artist-sharing", True, today=shop.TODAY) is False
