"""Invented customers: the same for the same seed, believable, and nobody's."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from privacy_portal.data_sources.registry import source
from privacy_portal.data_sources.ticketing import columns, demo
from privacy_portal.data_sources.ticketing.models import Customer, Event, LockerRental, Order, Ticket
from privacy_portal.data_sources.ticketing.synthetic import generate
from tests.support.customers import ALMA, GIJS, person

from . import ticket_shop as shop

pytestmark = pytest.mark.django_db


def fingerprint():
    people = [(c.pk, c.number, c.first_name, c.email, c.street, c.birth_date, c.last_active_on) for c in everybody()]
    return people, list(Order.objects.order_by("number").values_list("pk", "number", "placed_at", "total_cents"))


def everybody():
    return Customer.objects.order_by("number")


def test_the_same_seed_gives_the_same_people():
    generate(20, 7, shop.NOW)
    first = fingerprint()
    for model in (LockerRental, Ticket, Order, Customer):
        model.objects.all().delete()
    generate(20, 7, shop.NOW)
    assert fingerprint() == first


def test_it_goes_on_where_it_stopped():
    generate(5, 7, shop.NOW)
    assert generate(12, 7, shop.NOW) == 7
    first = fingerprint()
    for model in (LockerRental, Ticket, Order, Customer):
        model.objects.all().delete()
    generate(12, 7, shop.NOW)
    assert fingerprint() == first
    assert generate(12, 7, shop.NOW) == 0


def test_nobody_in_it_exists():
    generate(60, 3, shop.NOW)
    for who in everybody():
        assert re.fullmatch(r"[^@]+@example\.(org|com|net)", who.email)
        assert columns.email(who.email) == who.email
        assert who.phone is None or who.phone.startswith("06 00")
    for order in Order.objects.filter(iban__isnull=False):
        assert columns.iban(order.iban) == order.iban and order.iban[4:8] == "TEST"


def test_nobody_orders_after_the_visit_or_in_the_future():
    generate(60, 3, shop.NOW)
    assert not Order.objects.filter(placed_at__gt=shop.NOW + timedelta(days=1)).exists()
    for ticket in Ticket.objects.select_related("order", "event"):
        assert timezone.localdate(ticket.order.placed_at) <= ticket.event.ends_on


def test_the_command_tells_its_speed():
    out = StringIO()
    call_command("generate_customers", 3, "--seed", "9", stdout=out)
    assert re.match(r"3 customers added in .* a second", out.getvalue())


def test_the_demo_knows_alma_and_gijs_and_can_be_loaded_twice():
    assert demo.load_customers(shop.NOW) == demo.NEIGHBOURS + 2
    assert demo.load_customers(shop.NOW) == 0
    kinds = {record.kind for record in source("ticketing").collect(person(ALMA))}
    assert kinds >= {"account", "order", "loyalty", "newsletter", "waiting-list", "locker", "artist-sharing"}
    assert Event.objects.filter(ends_on__gt=shop.TODAY).exists()
    assert {record.kind for record in source("ticketing").collect(person(GIJS))} == {
        "guest",
        "ticketmaster",
        "order",
        "ticket",
    }
