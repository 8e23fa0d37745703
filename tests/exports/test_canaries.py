"""A canary in every system: hers comes back whole in the data view and in the download, and never anybody else's."""

import html
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from privacy_portal.consent.actions import set_choice
from privacy_portal.consent.enums import Method
from privacy_portal.consent.source import ConsentSource
from privacy_portal.data_sources.mailchimp.api import Audience, Configuration
from privacy_portal.data_sources.mailchimp.source import MailchimpSource
from privacy_portal.data_sources.outside.client import Limits
from privacy_portal.data_sources.ticketing.finding import email_index
from privacy_portal.data_sources.ticketing.importing import import_database
from privacy_portal.data_sources.ticketing.source import TicketingSource
from privacy_portal.data_sources.tribecrm.api import Configuration as CrmConfiguration
from privacy_portal.data_sources.tribecrm.api import Crm
from privacy_portal.data_sources.tribecrm.source import TribeCrmSource
from privacy_portal.data_subjects.levels import Level
from privacy_portal.erasure.portal_source import PortalSource
from privacy_portal.evidence.actors import Actor
from privacy_portal.exports.building import build
from privacy_portal.exports.enums import Scope
from privacy_portal.exports.models import Export
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.attachments import store
from privacy_portal.rights_requests.source import RightsRequestSource
from tests.data_sources import ticket_shop as shop
from tests.data_sources.test_shop_database import database, server  # noqa: F401  fixtures
from tests.rights_requests.people import desk
from tests.support.customers import person, sign_in
from tests.support.fake_source import only
from tests.support.outside.connected import settle
from tests.support.outside.mailchimp import KEY, LIST, hashed, mailchimp
from tests.support.outside.tribecrm import CLIENT, CONTACTS, SECRET, tribecrm

from .reading import Opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def planted(name: str, service, crm) -> tuple[str, list[str]]:
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
    relation = crm.add(email, FirstName=f"{name}-crmnaam", LastName=f"{name}-crmachternaam", Remarks=f"{name}-notitie")
    crm.role(CONTACTS, relation, f"{name}-stichting", Department=f"{name}-afdeling")
    subject = person(email, now=NOW)
    written_to_us(name, subject)
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
    of_the_crm = ("crmnaam", "crmachternaam", "stichting", "afdeling")
    of_a_request = ("verzoek", "vraag", "antwoord", "bijlage.txt", "besluit")
    return subject, [*marks, *(f"{name}-{what}" for what in (*more, *of_the_crm, *of_a_request)), email]


def written_to_us(name: str, subject) -> None:
    """A request, a question about it, a reply with a file, a note nobody else reads, and the answer."""
    by, chandni = Actor.subject(subject.pk), desk()
    asked = {"answers": [{"key": "extra", "question": "Wat?", "answer": [f"{name}-verzoek"]}]}
    case = actions.receive(subject=subject, right="access", details=asked, language="nl", by=by, now=NOW)
    case = actions.take(rights_request=case, by=chandni, now=NOW)
    actions.note(rights_request=case, body=f"{name}-notitie", by=chandni, now=NOW)
    actions.ask_subject(rights_request=case, question=f"{name}-vraag", by=chandni, now=NOW)
    file = store(subject=subject, upload=SimpleUploadedFile(f"{name}-bijlage.txt", b"x", "text/plain"), now=NOW)
    actions.reply(rights_request=case, body=f"{name}-antwoord", attachments=[file], by=by, now=NOW)
    actions.answer(rights_request=case, text=f"{name}-besluit", by=chandni, now=NOW)


@pytest.fixture
def aviary():
    """Alma's canary and two others, one of whom shares an order with her."""
    cache.clear()
    limits = Limits(connect=2, read=5, tries=1)
    with mailchimp() as (service, outside), tribecrm() as (crm, elsewhere):
        post = MailchimpSource(Audience(Configuration(KEY, LIST, outside.url), limits))
        relations = TribeCrmSource(Crm(CrmConfiguration(elsewhere.url, elsewhere.url, CLIENT, SECRET), limits))
        with only(TicketingSource(), post, relations, ConsentSource(), RightsRequestSource(), PortalSource()):
            birds = {name: planted(name, service, crm) for name in ("kanarie", "vreemdeling", "metgezel")}
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
    assert f"{name}-notitie" not in everything, "a note by staff is read by a person first"
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
    assert "kanarie-notitie" not in page


def test_what_she_takes_elsewhere_holds_none_of_another(aviary):
    opened = downloaded(aviary["kanarie"][0], Scope.PORTABILITY)
    everything = "".join(opened.text(each) for each in opened.names)
    assert [other for other in others_of("kanarie") if other in everything] == []
    assert "kanarie-notitie" not in everything
    assert [what for what in ("verzoek", "vraag", "antwoord", "besluit") if f"kanarie-{what}" in everything] == []


# --- The shop's own database, read through the agreed views


def planted_in_the_shop(number: int, name: str) -> tuple[str, list[str]]:
    """The row of one customer of the shop with an order and a ticket, as statements; and what they left there."""
    marks = [f"{name}-{what}" for what in ("voornaam", "achternaam", "straat", "plaats", "stoel", "factuur")]
    first, last, street, town, seat, invoice = marks
    email = f"{name}@canary.example"
    return (
        f"INSERT INTO shop.customer (id, given_name, family_name, mail, street, postcode, town, registered) VALUES"
        f" ({number}, '{first}', '{last}', '{email}', '{street}', '9712 AB', '{town}', '2020-01-01');"
        f"INSERT INTO shop.purchase VALUES ({number}, {number}, '2026-01-01T10:00+01', 'paid', 'ideal', 45,"
        f" 'NL13TEST0123456789', '{invoice}', '{name}-notitie');"
        f"INSERT INTO shop.ticket VALUES ({number}, {number}, 1, '{seat}', 22.5, NULL, NULL, NULL);",
        [*marks, email],
    )


@pytest.fixture
def flock(database):  # noqa: F811
    """Two of them in the shop's own PostgreSQL; one holds a ticket on the order of the other."""
    cache.clear()
    birds = {name: planted_in_the_shop(number, name) for number, name in ((11, "kanarie"), (12, "vreemdeling"))}
    for statements, _marks in birds.values():
        database.run(statements)
    database.run(
        "INSERT INTO shop.ticket VALUES"
        " (13, 11, 1, 'rij 9', 22.5, 'vreemdeling-houder', 'vreemdeling@canary.example', NULL)"
    )
    import_database(now=NOW)
    with only(TicketingSource()):
        yield {name: marks for name, (_statements, marks) in birds.items()}
    cache.clear()


@pytest.mark.postgresql
@pytest.mark.parametrize(("name", "other"), [("kanarie", "vreemdeling"), ("vreemdeling", "kanarie")])
def test_what_came_in_from_the_shops_database_comes_back_whole_to_its_owner_alone(flock, name, other):
    subject = person(f"{name}@canary.example", now=NOW)
    opened = downloaded(subject, Scope.ACCESS)
    everything = "".join(opened.text(each) for each in opened.names)
    page = html.unescape(sign_in(Client(), subject, level=Level.A2).get("/mijn-gegevens/inzage/").content.decode())
    for told in (opened.text("data.json"), html.unescape(opened.text("index.html")), page):
        assert [mark for mark in flock[name] if mark not in told] == []
        assert other not in told and "notitie" not in told.replace("Er is een notitie", "")
    assert other not in everything
