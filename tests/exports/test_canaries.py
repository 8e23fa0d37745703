"""A canary in every system: hers comes back whole in the data view and in the download, and never anybody else's."""

import html
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client

from privacy_portal.consent.actions import set_choice
from privacy_portal.consent.enums import Method
from privacy_portal.consent.source import ConsentSource
from privacy_portal.data_sources.mailchimp.api import Audience, Configuration
from privacy_portal.data_sources.mailchimp.source import MailchimpSource
from privacy_portal.data_sources.outside.client import Limits
from privacy_portal.data_sources.ticketing.finding import email_index
from privacy_portal.data_sources.ticketing.source import TicketingSource
from privacy_portal.data_subjects.levels import Level
from privacy_portal.erasure.portal_source import PortalSource
from privacy_portal.evidence.actors import Actor
from privacy_portal.exports.building import build
from privacy_portal.exports.enums import Scope
from privacy_portal.exports.models import Export
from tests.data_sources import ticket_shop as shop
from tests.support.customers import person, sign_in
from tests.support.fake_source import only
from tests.support.outside.connected import settle
from tests.support.outside.mailchimp import KEY, LIST, hashed, mailchimp

from .reading import Opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def planted(name: str, service) -> tuple[str, list[str]]:
    """One person in every system; each value they left somewhere holds their name. Address and values."""
    email = f"{name}@canary.example"
    marks = [
        f"{name}-{what}" for what in ("voornaam", "straat", "genre", "factuur", "wacht", "lid", "kluis", "voorstelling")
    ]
    first, street, genre, invoice, waiting, member, locker, show = marks
    buyer = shop.customer(email, first_name=first, street=street, preferences=genre)
    visit = shop.event(title=show)
    shop.order(buyer, visit, invoice_number="F1", invoice_to=invoice, staff_note=f"{name}-notitie")
    shop.waiting(buyer, shop.event(30, title=waiting))
    shop.member(buyer, number=member)
    shop.locker(email, locker=locker)
    shop.sharing(buyer, visit, recipient=f"{name}-artiest")
    service.add(email, FNAME=f"{name}-mailnaam", LNAME=f"{name}-mailachternaam")
    service.events[hashed(email)] = [
        {"activity_type": "open", "created_at_timestamp": NOW.isoformat(), "campaign_title": f"{name}-mailing"}
    ]
    subject = person(email, now=NOW)
    set_choice(
        subject=subject,
        key="loyalty",
        on=True,
        by=Actor.subject(subject.pk),
        method=Method.PORTAL,
        language="nl",
        wording=f"{name}-toestemming",
        now=NOW,
    )
    more = ("artiest", "mailnaam", "mailachternaam", "mailing", "toestemming")
    return subject, [*marks, *(f"{name}-{what}" for what in more), email]


@pytest.fixture
def aviary():
    """Alma's canary and two others, one of whom shares an order with her."""
    cache.clear()
    with mailchimp() as (service, outside):
        post = MailchimpSource(Audience(Configuration(KEY, LIST, outside.url), Limits(connect=2, read=5, tries=1)))
        with only(TicketingSource(), post, ConsentSource(), PortalSource()):
            birds = {name: planted(name, service) for name in ("kanarie", "vreemdeling", "metgezel")}
            shared = shop.order(
                shop.tables.Customer.objects.get(email_index=email_index("kanarie@canary.example")), shop.event()
            )
            shop.ticket(shared, shop.event(), holder=("metgezel-houder", "metgezel@canary.example"))
            yield birds
    cache.clear()


def others_of(name: str) -> set[str]:
    return {"kanarie", "vreemdeling", "metgezel"} - {name}


def downloaded(subject, scope: Scope) -> Opened:
    export = Export.objects.create(subject=subject, language="nl", requested_at=NOW, scope=scope)
    built = build(export.pk, now=NOW)
    assert built.unanswered == []
    return Opened.fetch(built, now=NOW)


@pytest.mark.security("ASVS 15.3.1")
@pytest.mark.parametrize("name", ["kanarie", "metgezel"])
def test_a_download_holds_every_canary_of_hers_and_none_of_another(aviary, name):
    subject, marks = aviary[name]
    opened = downloaded(subject, Scope.ACCESS)
    tables = "".join(opened.text(each) for each in opened.names if each.startswith("tables/"))
    for told in (opened.text("data.json"), html.unescape(opened.text("index.html")), tables):
        assert [mark for mark in marks if mark not in told] == []
    everything = "".join(opened.text(each) for each in opened.names)
    assert "kanarie-notitie" not in everything, "a note by staff is read by a person first"
    foreign = everything.replace("metgezel-houder", "") if name == "metgezel" else everything
    assert [other for other in others_of(name) if other in foreign] == []


@pytest.mark.security("ASVS 15.3.1")
@pytest.mark.django_db(transaction=True)
def test_the_data_view_shows_every_canary_of_hers_and_none_of_another(aviary):
    """What is kept elsewhere comes in behind the first page and shows on the second."""
    subject, marks = aviary["kanarie"]
    customer = sign_in(Client(), subject, level=Level.A2)
    customer.get("/mijn-gegevens/inzage/")
    settle()
    page = html.unescape(customer.get("/mijn-gegevens/inzage/").content.decode())
    assert [mark for mark in marks if mark not in page] == []
    assert [other for other in others_of("kanarie") if other in page] == []


def test_what_she_takes_elsewhere_holds_none_of_another(aviary):
    opened = downloaded(aviary["kanarie"][0], Scope.PORTABILITY)
    everything = "".join(opened.text(each) for each in opened.names)
    assert [other for other in others_of("kanarie") if other in everything] == []
    assert "kanarie-notitie" not in everything
