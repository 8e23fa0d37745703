"""Something about Alma is not right, and she mends it: at once where that can, told truthfully where it cannot."""

import re
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import SourceUnavailable
from privacy_portal.data_sources.enums import AnswerState
from privacy_portal.data_sources.kept_answers.models import KeptAnswer, Question
from privacy_portal.data_sources.kept_answers.packing import packed_records
from privacy_portal.data_sources.mailchimp.api import Audience, Configuration
from privacy_portal.data_sources.mailchimp.source import MailchimpSource
from privacy_portal.data_sources.outside.client import Limits
from privacy_portal.data_sources.ticketing.models import Customer
from privacy_portal.data_sources.ticketing.source import TicketingSource
from privacy_portal.data_subjects import actions as people
from privacy_portal.data_subjects.digests import of_identifier
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.limits import allow
from privacy_portal.data_subjects.models import CustomerSession, Identifier
from privacy_portal.erasure.portal_source import PortalSource, forget_identity
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry, OutboxMessage
from privacy_portal.processing_register import demo as register_demo
from privacy_portal.rights_requests.corrections.actions import MOST, PER
from privacy_portal.rights_requests.corrections.enums import StepState
from privacy_portal.rights_requests.corrections.models import Correction, CorrectionStep
from privacy_portal.rights_requests.corrections.passing import BACKOFF, pass_on_correction
from privacy_portal.rights_requests.models import RightsRequest
from tests.data_sources import ticket_shop as shop
from tests.support.customers import ALMA, BAS, person, sign_in
from tests.support.outside.mailchimp import KEY, LIST, hashed, mailchimp

pytestmark = pytest.mark.django_db
OLD, NEW = "06 00123456", "06 00654321"


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(shop.NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def alma(client):
    subject = person(ALMA)
    sign_in(client, subject, level=Level.A3)
    return subject


@pytest.fixture
def list_of_mails():
    """Mailchimp, connected as an operator would: it takes the place of what is asked by hand."""
    with mailchimp() as (service, outside):
        quick = Limits(connect=0.5, read=1, tries=1, pause=0.01)
        service.outside = outside
        source = MailchimpSource(Audience(Configuration(KEY, LIST, outside.url), quick))
        by_hand = registry.source("mailchimp")
        registry.unregister("mailchimp")
        registry.register(source)
        yield service
        registry.unregister("mailchimp")
        registry.register(by_hand)


def page_of(customer, name, language="nl", source="ticketing"):
    start = "/mijn-gegevens/inzage/verbeteren/" if language == "nl" else "/en/my-data/data/corrections/"
    return f"{start}{source}/customer:{customer.pk}/{name}/"


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def propose(client, customer, name, value, **where):
    return client.post(page_of(customer, name, **where), {"proposed": value})


def correct(client, customer, name, value):
    """The whole way; gives the page that says what came of it."""
    checked = propose(client, customer, name, value)
    assert checked.status_code == 302, words(checked)
    done = client.post(checked.url)
    assert done.status_code == 302, words(done)
    return client.get(done.url)


def states(correction=None):
    steps = CorrectionStep.objects.filter(correction=correction) if correction else CorrectionStep.objects.all()
    return dict(steps.values_list("source", "state"))


def mails(template):
    return list(OutboxMessage.objects.filter(template=template))


class TestAtOnce:
    def test_it_shows_from_what_to_what_then_does_it_and_says_so(self, client, alma):
        who = shop.customer()
        assert OLD in words(client.get(page_of(who, "phone")))
        checked = propose(client, who, "phone", NEW)
        shown = words(client.get(checked.url))
        assert OLD in shown and NEW in shown and "TicketWorks" in shown
        assert Customer.objects.get().phone == OLD, "nothing happens before the last button"
        done = client.get(client.post(checked.url).url)
        assert "Dit is verbeterd" in words(done) and "verbeterd" in words(done)
        assert Customer.objects.get().phone == NEW
        assert NEW in words(client.get("/mijn-gegevens/inzage/"))

    def test_it_reads_in_english_too(self, client, alma):
        who = shop.customer()
        checked = propose(client, who, "birth_date", "1985-06-18", language="en")
        shown = words(client.get(checked.url))
        assert "1985-06-18" not in shown and "June" in shown
        assert "This is corrected" in words(client.get(client.post(checked.url).url))

    def test_one_change_reaches_every_record_that_holds_it_and_no_other_person(self, client, alma):
        account, guest, empty = shop.customer(), shop.guest(ALMA), shop.guest(ALMA, phone=None)
        other = shop.customer(BAS)
        correct(client, account, "phone", NEW)
        phones = {row.pk: row.phone for row in Customer.objects.all()}
        assert phones == {account.pk: NEW, guest.pk: NEW, empty.pk: None, other.pk: OLD}

    def test_a_first_name_is_not_a_last_name(self, client, alma):
        who = shop.customer()
        correct(client, who, "first_name", "Alwine")
        who.refresh_from_db()
        assert (who.first_name, who.last_name) == ("Alwine", "Zomerdijk")

    def test_sending_it_twice_is_one_correction(self, client, alma):
        who = shop.customer()
        checked = propose(client, who, "phone", NEW)
        first, second = client.post(checked.url), client.post(checked.url)
        assert first.url == second.url == client.get(checked.url).url
        assert Correction.objects.count() == 1 and len(mails("correction_finished")) == 1

    def test_what_changed_after_she_looked_is_shown_before_anything_is_written(self, client, alma):
        who = shop.customer()
        checked = propose(client, who, "phone", NEW)
        who.phone = "050 1112223"
        who.save()
        again = client.post(checked.url, follow=True)
        assert "intussen veranderd" in words(again) and "050 1112223" in words(again)
        assert Customer.objects.get().phone == "050 1112223" and not Correction.objects.exists()
        client.post(again.redirect_chain[-1][0])
        assert Customer.objects.get().phone == NEW

    def test_every_proven_address_hears_of_it_without_hearing_what(self, client, alma):
        who = shop.customer()
        correct(client, who, "phone", NEW)
        [mail] = mails("correction_finished")
        content = mail.content
        assert content["to"] == ALMA
        everything = content["subject"] + content["text"] + content["html"]
        assert NEW not in everything and OLD not in everything and "Zomerdijk" not in everything
        assert "niet-ik" in content["text"] or "not-me" in content["text"], content["text"]
        assert "bereiken we je" in content["text"], "a contact detail changed"

    def test_the_address_beside_the_old_number_hears_of_it_too(self, client, alma):
        """The account is known by its number and keeps another address: whoever reads that one is told."""
        who = shop.customer("alma.old@example.org")
        kind = IdentifierKind.CUSTOMER_NUMBER
        Identifier.objects.create(
            subject=alma, kind=kind, value=who.number, index=of_identifier(kind, who.number), verified_at=shop.NOW
        )
        correct(client, who, "phone", NEW)
        assert [mail.content["to"] for mail in mails("correction_started")] == ["alma.old@example.org"]

    def test_the_ledger_says_which_field_and_where_and_no_value(self, client, alma):
        correct(client, shop.customer(), "phone", NEW)
        entries = LedgerEntry.objects.filter(event__startswith="correction.").order_by("seq")
        assert {entry.event for entry in entries} == {"correction.asked", "correction.passed_on", "correction.settled"}
        facts = str([entry.facts for entry in entries])
        assert "phone" in facts and "ticketing" in facts and NEW not in facts and OLD not in facts

    def test_seeing_the_value_in_full_is_noted(self, client, alma):
        client.get(page_of(shop.customer(), "birth_date"))
        entry = LedgerEntry.objects.get(event="data_view.opened")
        assert entry.facts == {"masked": False, "answered": ["ticketing"]}


class TestWhatIsNotRight:
    @pytest.mark.parametrize(
        ("name", "value", "nl", "en"),
        [
            ("first_name", " ", "Vul een naam in", "Fill in a name"),
            ("first_name", "x" * 121, "langer dan 120", "longer than 120"),
            ("city", "x" * 1001, "hooguit 1000", "at most 1000"),
            ("phone", "bel me maar", "geen telefoonnummer", "not a phone number"),
            ("phone", "06-12", "geen telefoonnummer", "not a phone number"),
            ("postcode", "9712 ABC", "geen postcode", "not a postcode"),
            ("birth_date", "2031-01-01", "toekomst", "future"),
            ("country", "ZZ", "ZZ", "ZZ"),
            ("phone", OLD, "staat er al", "says already"),
            ("last_name", "A\u202ez", "stuurteken", "control character"),
        ],
    )
    def test_the_error_stands_at_the_field_in_ones_own_language_and_nothing_is_lost(
        self, client, alma, name, value, nl, en
    ):
        who = shop.customer()
        for language, sentence in (("nl", nl), ("en", en)):
            response = propose(client, who, name, value, language=language)
            assert response.status_code == 200
            assert sentence in words(response)
            assert 'aria-invalid="true"' in response.content.decode()
        if name != "country":
            assert value.strip()[:40] in response.content.decode()
        assert not Correction.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [("9712ab", "9712 AB"), ("1000", "1000"), ("SW1A 1AA", "SW1A 1AA"), ("D-10115", "D-10115")],
    )
    def test_postcodes_of_here_get_their_form_and_others_are_taken(self, client, alma, typed, kept):
        who = shop.customer(postcode="1111 ZZ")
        correct(client, who, "postcode", typed)
        assert Customer.objects.get().postcode == kept

    def test_a_number_may_be_taken_away(self, client, alma):
        correct(client, shop.customer(), "phone", "")
        assert Customer.objects.get().phone is None

    def test_twenty_a_day_are_enough(self, client, alma):
        who = shop.customer()
        for _number in range(MOST - 1):
            assert allow("correction", str(alma.pk), limit=MOST, per=PER, now=timezone.now())
        correct(client, who, "city", "Hogeland")
        response = client.post(propose(client, who, "city", "Elders").url)
        assert response.status_code == 429 and str(MOST) in words(response)
        assert Customer.objects.get().city == "Hogeland"


class TestSomebodyElse:
    @pytest.mark.security("ASVS 8.2.2")
    def test_another_person_s_record_is_the_same_as_none(self, client, alma):
        shop.customer()
        other = shop.customer(BAS)
        missing = page_of(other, "phone").replace(str(other.pk), str(uuid4()))
        for address in (page_of(other, "phone"), missing):
            for response in (client.get(address), client.post(address, {"proposed": NEW})):
                assert response.status_code == 404
                assert BAS not in response.content.decode()
        assert Customer.objects.get(pk=other.pk).phone == OLD

    @pytest.mark.parametrize("place", ["nowhere", "keynius", "portal"])
    def test_there_is_nothing_to_correct_in_other_places(self, client, alma, place):
        assert client.get(page_of(shop.customer(), "phone", source=place)).status_code == 404

    def test_a_field_that_does_not_exist_is_not_there(self, client, alma):
        assert client.get(page_of(shop.customer(), "iban")).status_code == 404

    @pytest.mark.security("ASVS 8.2.2")
    def test_bas_finds_neither_her_draft_nor_her_correction(self, client, alma):
        checked = propose(client, shop.customer(), "phone", NEW)
        result = client.post(checked.url).url
        draft = propose(client, Customer.objects.get(), "phone", "050 1112223").url
        sign_in(client, person(BAS), level=Level.A3)
        for address in (result, f"{result}voortgang/", draft, checked.url):
            assert client.get(address).status_code == 404
        assert client.post(draft).status_code == 404
        assert Customer.objects.get().phone == NEW

    def test_a_mailbox_alone_corrects_nothing(self, client):
        who = shop.customer()
        sign_in(client, person(ALMA), level=Level.A1)
        for response in (client.get(page_of(who, "phone")), propose(client, who, "phone", NEW)):
            assert response.status_code == 302 and response.url.startswith("/mijn-gegevens/inloggen/nog-een-keer/")
        assert Customer.objects.get().phone == OLD

    @pytest.mark.security("ASVS 7.5.1")
    def test_V11_one_s_own_address_asks_for_a_fresh_proof_and_a_code_and_never_changes_by_itself(self, client):
        who, subject = shop.customer(), person(ALMA)
        sign_in(client, subject, level=Level.A2)
        assert "next=" in client.get(page_of(who, "email"), follow=True).redirect_chain[-1][0]
        sign_in(client, subject, level=Level.A3)
        response = client.post(page_of(who, "email"), {"proposed": "evil@example.org"}, follow=True)
        assert "Je e-mailadres wijzigen" in words(response)
        assert Customer.objects.get().email == ALMA and not Correction.objects.exists()
        assert not RightsRequest.objects.exists()

    def test_V11_another_address_in_a_record_still_asks_for_a_fresh_proof_and_becomes_a_request(self, client):
        """A record found by a customer number may hold an address that is not the one to sign in with."""
        subject = person(ALMA)
        who = shop.customer("oud@example.org", number="C77")
        number = IdentifierKind.CUSTOMER_NUMBER
        Identifier.objects.create(
            subject=subject,
            kind=number,
            value="C77",
            index=of_identifier(number, "C77"),
            verified_at=timezone.now(),
        )
        sign_in(client, subject, level=Level.A2)
        assert "next=" in client.get(page_of(who, "email")).url
        sign_in(client, subject, level=Level.A3)
        assert "kan niet vanzelf" in words(client.get(page_of(who, "email")))
        response = client.post(page_of(who, "email"), {"proposed": "evil@example.org"}, follow=True)
        assert "verzoek" in words(response)
        assert Customer.objects.get().email == "oud@example.org" and not Correction.objects.exists()


class TestWhereItSaysSomethingElse:
    """Two telephones, a name before and after a wedding: what differs may be right, so she is shown it and decides."""

    OTHER = "050 5550000"

    @pytest.fixture
    def account(self):
        return shop.customer()

    @pytest.fixture
    def guest(self):
        return shop.guest(ALMA, phone=self.OTHER)

    def token(self, page) -> str:
        return re.search(r'name="also" value="([0-9a-f]+)"', page.content.decode()).group(1)

    def test_only_what_says_the_same_is_corrected_and_the_rest_is_told(self, client, alma, account, guest):
        same = shop.guest(ALMA, phone="0600123456")
        done = correct(client, account, "phone", NEW)
        phones = {row.pk: row.phone for row in Customer.objects.all()}
        assert phones == {account.pk: NEW, same.pk: NEW, guest.pk: self.OTHER}, "spaces make no difference"
        assert states() == {"ticketing": StepState.SPARED}
        assert "dat hebben we zo gelaten" in words(done) and "Dit is verbeterd" not in words(done)
        assert not RightsRequest.objects.exists(), "nobody has to do anything"

    def test_what_it_says_there_is_shown_and_changes_when_she_ticks_it(self, client, alma, account, guest):
        checked = propose(client, account, "phone", NEW)
        page = client.get(checked.url)
        assert f"daar staat {self.OTHER}" in words(page)
        done = client.get(client.post(checked.url, {"also": self.token(page)}).url)
        assert {row.phone for row in Customer.objects.all()} == {NEW}
        assert states() == {"ticketing": StepState.CORRECTED} and "Dit is verbeterd" in words(done)

    def test_a_tick_counts_for_the_value_she_saw_and_no_other(self, client, alma, account, guest):
        checked = propose(client, account, "phone", NEW)
        token = self.token(client.get(checked.url))
        guest.phone = "050 7770000"
        guest.save()
        again = client.post(checked.url, {"also": token})
        assert again.status_code == 200 and "intussen veranderd" in words(again)
        assert "050 7770000" in words(again) and 'aria-invalid="true"' in again.content.decode()
        assert not Correction.objects.exists()
        assert {row.phone for row in Customer.objects.all()} == {OLD, "050 7770000"}

    def test_somebody_elses_record_cannot_be_ticked(self, client, alma, account):
        """Its token can be made, but stands for nothing of hers."""
        other = shop.customer(BAS, phone=self.OTHER)
        checked = propose(client, account, "phone", NEW)
        said = ("ticketing", f"customer:{other.pk}", "phone", self.OTHER)
        token = sha256("\0".join(said).encode()).hexdigest()[:32]
        assert client.post(checked.url, {"also": token}).status_code == 200
        other.refresh_from_db()
        assert other.phone == self.OTHER and not Correction.objects.exists()

    def test_what_mailchimp_says_differently_is_left_alone_by_the_worker(self, client, alma, account, list_of_mails):
        list_of_mails.add(ALMA, PHONE="050 99")
        checked = propose(client, account, "phone", NEW)
        assert "Waar iets anders staat" in words(client.get(checked.url)), "nobody asked it yet"
        result = client.post(checked.url).url
        pass_on_correction(Correction.objects.get().pk, now=timezone.now())
        assert states() == {"ticketing": StepState.CORRECTED, "mailchimp": StepState.SPARED}
        assert list_of_mails.members[hashed(ALMA)]["merge_fields"]["PHONE"] == "050 99"
        assert "niet overal" in words(client.get(result))

    def test_what_mailchimp_told_the_data_view_is_shown_and_can_be_ticked(self, client, alma, account, list_of_mails):
        """No page waits for Mailchimp; what it told a moment ago is used."""
        list_of_mails.add(ALMA, PHONE="050 99")
        self.kept(alma)
        asked = len(list_of_mails.outside.asked)
        checked = propose(client, account, "phone", NEW)
        page = client.get(checked.url)
        assert "Mailchimp" in words(page) and "daar staat 050 99" in words(page)
        client.post(checked.url, {"also": self.token(page)})
        assert len(list_of_mails.outside.asked) == asked
        pass_on_correction(Correction.objects.get().pk, now=timezone.now())
        assert states() == {"ticketing": StepState.CORRECTED, "mailchimp": StepState.CORRECTED}
        assert list_of_mails.members[hashed(ALMA)]["merge_fields"]["PHONE"] == NEW

    def test_once_it_is_corrected_nobody_reads_what_was_heard_before(self, client, alma, account, list_of_mails):
        """Else the data view would show the old value for a quarter of an hour."""
        list_of_mails.add(ALMA, PHONE=OLD)
        bas = person(BAS)
        sign_in(Client(), bas)
        self.kept(alma), self.kept(bas)
        correct(client, account, "city", "Hogeland")
        assert [row.session.subject for row in KeptAnswer.objects.all()] == [bas], "after each place, of her alone"
        self.kept(alma)
        correct(client, account, "phone", NEW)
        self.kept(alma)
        pass_on_correction(Correction.objects.get(name="phone").pk, now=timezone.now())
        assert [row.session.subject for row in KeptAnswer.objects.all()] == [bas]

    def kept(self, subject) -> None:
        """As the data view keeps what Mailchimp told it."""
        KeptAnswer.objects.get_or_create(
            session=CustomerSession.objects.get(subject=subject),
            source="mailchimp",
            question=Question.RECORDS,
            language="nl",
            defaults={
                "state": AnswerState.ANSWERED,
                "asked_at": timezone.now(),
                "content": packed_records(registry.source("mailchimp").collect(subject)),
            },
        )


class TestARecordInOneRow:
    """Short records and tickets have no line of their own to press; each has one way to its details."""

    START = "/mijn-gegevens/inzage/verbeteren/ticketing/"

    def test_each_short_record_and_each_ticket_has_a_way(self, client, alma):
        shop.locker(locker="11"), shop.locker(locker="12")
        shop.order(shop.customer(), shop.event(), seats=2)
        page = client.get("/mijn-gegevens/inzage/").content.decode()
        for table, count in (("locker", 2), ("ticket", 2)):
            assert len(set(re.findall(rf'href="({self.START}{table}:[0-9a-f-]+/)"', page))) == count, table

    def test_it_lists_the_details_and_each_leads_on(self, client, alma):
        shop.locker(locker="11")
        [locker] = [each for each in registry.source("ticketing").collect(alma) if each.kind == "locker"]
        page = client.get(f"{self.START}{locker.reference}/")
        assert "Welk gegeven klopt niet?" in words(page) and "11" in words(page)
        ways = re.findall(rf'href="({self.START}{locker.reference}/\w+/)"', page.content.decode())
        assert ways and all(client.get(way, follow=True).status_code == 200 for way in ways)
        assert LedgerEntry.objects.filter(event="data_view.opened").first().facts["answered"] == ["ticketing"]

    def test_it_hides_what_the_data_view_hides(self, client, alma):
        who = shop.customer()
        page = client.get(f"{self.START}customer:{who.pk}/")
        assert "17 mei 1984" not in words(page) and "•••• 1984" in words(page)

    def test_another_persons_record_is_the_same_as_none(self, client, alma):
        other = shop.customer(BAS)
        for reference in (f"customer:{other.pk}", f"customer:{uuid4()}"):
            assert client.get(f"{self.START}{reference}/").status_code == 404

    def test_what_this_site_wrote_itself_has_none(self, client, alma):
        page = client.get("/mijn-gegevens/inzage/").content.decode()
        assert "verbeteren/portal/" not in page and "verbeteren/rights-requests/" not in page
        assert client.get("/mijn-gegevens/inzage/verbeteren/portal/x/").status_code == 404

    def test_a_mailbox_alone_opens_no_record(self, client):
        who = shop.customer()
        sign_in(client, person(ALMA), level=Level.A1)
        assert "/nog-een-keer/" in client.get(f"{self.START}customer:{who.pk}/").url


class TestByRequest:
    def test_what_cannot_be_corrected_becomes_a_request_with_everything_filled_in(self, client, alma):
        register_demo.load(now=shop.NOW)
        who = shop.customer(preferences="Jazz")
        page = client.get(page_of(who, "preferences"))
        assert "Jazz" in words(page) and "verzoek aan de privacydesk" in words(page)
        response = client.post(page_of(who, "preferences"), {"proposed": "Klassiek"}, follow=True)
        assert "/vraag/reason" in response.redirect_chain[-1][0], "only what we could not know is still asked"
        client.post(response.redirect_chain[-1][0], {"reason": ""})
        client.post("/mijn-gegevens/verzoeken/nieuw/verbeteren/bestanden/", {})
        start = response.redirect_chain[-1][0].partition("/vraag/")[0]
        client.post(f"{start}/bestanden/", {})
        checked = words(client.get(f"{start}/controleren/"))
        assert "Jazz" in checked and "Klassiek" in checked and "Je account" in checked
        client.post(f"{start}/controleren/")
        case = RightsRequest.objects.get()
        assert case.right == "rectification" and case.scope["keys"]["field"] == "preferences"

    def test_nothing_typed_is_no_request(self, client, alma):
        response = propose(client, shop.customer(preferences="Jazz"), "preferences", "  ")
        assert "Schrijf op hoe het moet zijn" in words(response) or "aria-invalid" in response.content.decode()

    def test_who_received_it_is_named_and_a_colleague_passes_it_on(self, client, alma):
        """Art. 19: a new address also goes to those who send the post."""
        register_demo.load(now=shop.NOW)
        who = shop.customer()
        checked = propose(client, who, "street", "Reigerhof 5")
        shown = words(client.get(checked.url))
        assert "Zalsman" in shown and "KW Theaterpromotie" in shown
        done = client.get(client.post(checked.url).url)
        assert states()["zalsman"] == StepState.BY_HAND and states()["ticketing"] == StepState.CORRECTED
        case = RightsRequest.objects.get()
        assert case.number in words(done) and "nog niet overal" in words(done)
        told = {each["key"]: each["answer"] for each in case.scope["answers"]}
        assert told["current"] == ["Roerdomphof 3"] and told["proposed"] == ["Reigerhof 5"]
        assert told["places"] == ["KW Theaterpromotie", "Zalsman Groningen"]


class TestElsewhere:
    """Mailchimp is asked by the worker, never while a page waits for it."""

    @pytest.fixture
    def who(self, list_of_mails):
        list_of_mails.add(ALMA, FNAME="Alma", PHONE=OLD)
        list_of_mails.add(BAS, PHONE=OLD)
        return shop.customer()

    def phone(self, service, email=ALMA):
        return service.members[hashed(email)]["merge_fields"]["PHONE"]

    def test_it_is_corrected_there_too_by_the_worker(
        self, client, alma, who, list_of_mails, django_capture_on_commit_callbacks
    ):
        checked = propose(client, who, "phone", NEW)
        assert "Mailchimp" in words(client.get(checked.url))
        asked = len(list_of_mails.outside.asked)
        with django_capture_on_commit_callbacks() as callbacks:
            result = client.post(checked.url).url
        page = words(client.get(result))
        assert "We zijn dit aan het verbeteren" in page and "we geven dit door" in page
        assert len(list_of_mails.outside.asked) == asked, "no page waited for it"
        assert [mail.content["to"] for mail in mails("correction_started")] == [ALMA]
        assert not mails("correction_finished")
        for callback in callbacks:
            callback()
        assert "Dit is verbeterd" in words(client.get(result))
        assert self.phone(list_of_mails) == NEW and self.phone(list_of_mails, BAS) == OLD
        assert client.get(f"{result}voortgang/").json()["done"] is True
        assert len(mails("correction_finished")) == 1

    def test_what_is_not_kept_there_is_not_brought_there(self, client, alma, list_of_mails):
        list_of_mails.add(ALMA, FNAME="Alma")
        correct(client, shop.customer(), "phone", NEW)
        pass_on_correction(Correction.objects.get().pk, now=timezone.now())
        assert states() == {"ticketing": StepState.CORRECTED, "mailchimp": StepState.NOTHING}
        assert self.phone(list_of_mails) == ""

    def test_a_correction_made_there_comes_back_to_the_ticket_shop(self, client, alma, who, list_of_mails):
        member = f"member:{list_of_mails.members[hashed(ALMA)]['contact_id']}"
        start = f"/mijn-gegevens/inzage/verbeteren/mailchimp/{member}/merge_fields-phone/"
        assert OLD in words(client.get(start))
        client.post(client.post(start, {"proposed": NEW}).url)
        pass_on_correction(Correction.objects.get().pk, now=timezone.now())
        assert self.phone(list_of_mails) == NEW and Customer.objects.get().phone == NEW

    def test_while_it_is_away_it_says_so_and_when_it_is_tried_again(self, client, alma, who, list_of_mails, clock):
        result = correct(client, who, "phone", NEW).request["PATH_INFO"]
        correction = Correction.objects.get()
        list_of_mails.outside.fault = "reset"
        pass_on_correction(correction.pk, now=timezone.now())
        page = words(client.get(result))
        assert "we proberen het opnieuw" in page and "22 november 2026 13:01" in page.replace(",", "")
        assert "Dit is verbeterd" not in page

    def test_after_the_last_try_the_desk_does_it_and_the_clock_ran_from_the_start(
        self, client, alma, who, list_of_mails
    ):
        correct(client, who, "phone", NEW)
        correction, when = Correction.objects.get(), timezone.now()
        list_of_mails.outside.fault = "reset"
        for pause in BACKOFF:
            again_at = pass_on_correction(correction.pk, now=when)
            assert again_at == when + pause
            when = again_at
        assert pass_on_correction(correction.pk, now=when) is None
        assert states() == {"ticketing": StepState.CORRECTED, "mailchimp": StepState.BY_HAND}
        case = RightsRequest.objects.get()
        assert case.received_at == correction.asked_at and case.subject == alma
        assert not mails("correction_finished")[0].content["subject"].endswith("Je gegevens zijn verbeterd")

    def test_a_value_it_does_not_take_is_never_called_done(self, client, alma, who, list_of_mails, monkeypatch):
        monkeypatch.setattr(list_of_mails, "change", lambda member, wanted: (400, {"title": "Invalid Resource"}))
        correct(client, who, "phone", NEW)
        pass_on_correction(Correction.objects.get().pk, now=timezone.now())
        assert states()["mailchimp"] == StepState.BY_HAND and RightsRequest.objects.exists()

    def test_accepted_is_not_done_until_it_reads_back(self, client, alma, who, list_of_mails, monkeypatch):
        monkeypatch.setattr(list_of_mails, "change", lambda member, wanted: (200, member))
        correct(client, who, "phone", NEW)
        pass_on_correction(Correction.objects.get().pk, now=timezone.now())
        assert states()["mailchimp"] == StepState.RETRYING

    def test_what_somebody_changed_there_after_she_looked_is_left_alone(self, client, alma, who, list_of_mails):
        member = list_of_mails.members[hashed(ALMA)]
        start = f"/mijn-gegevens/inzage/verbeteren/mailchimp/member:{member['contact_id']}/merge_fields-phone/"
        result = client.post(client.post(start, {"proposed": NEW}).url).url
        member["merge_fields"]["PHONE"] = "050 77"
        pass_on_correction(Correction.objects.get().pk, now=timezone.now())
        assert states()["mailchimp"] == StepState.CHANGED_MEANWHILE
        assert self.phone(list_of_mails) == "050 77"
        assert "niet overheen geschreven" in words(client.get(result))

    def test_a_newer_correction_overtakes_what_was_still_on_its_way(self, client, alma, who, list_of_mails):
        correct(client, who, "phone", "050 1112223")
        first = Correction.objects.get()
        correct(client, who, "phone", NEW)
        second = Correction.objects.exclude(pk=first.pk).get()
        assert states(first)["mailchimp"] == StepState.OVERTAKEN
        pass_on_correction(second.pk, now=timezone.now())
        pass_on_correction(first.pk, now=timezone.now())
        assert self.phone(list_of_mails) == NEW
        assert len(mails("correction_finished")) == 1, "only the newer one tells how it ended"

    def test_this_was_not_me_stops_what_is_still_on_its_way(self, client, alma, who, list_of_mails):
        correct(client, who, "phone", NEW)
        people.freeze(alma, by=Actor.visitor(), now=timezone.now())
        pass_on_correction(Correction.objects.get().pk, now=timezone.now())
        assert states()["mailchimp"] == StepState.STOPPED and self.phone(list_of_mails) == OLD

    def test_a_worker_that_died_is_followed_up_and_doing_it_again_changes_nothing(
        self, client, alma, who, list_of_mails
    ):
        correct(client, who, "phone", NEW)
        correction = Correction.objects.get()
        CorrectionStep.objects.pending().update(next_attempt_at=timezone.now() - timedelta(minutes=1))
        list_of_mails.members[hashed(ALMA)]["merge_fields"]["PHONE"] = NEW  # told, and then it died
        call_command("pass_on_corrections", verbosity=0)
        assert states()["mailchimp"] == StepState.ALREADY
        for _again in range(3):
            assert pass_on_correction(correction.pk, now=timezone.now()) is None
        assert len(mails("correction_finished")) == 1

    def test_a_page_about_a_place_that_is_away_says_so_and_changes_nothing(self, client, alma, who, list_of_mails):
        member = f"member:{list_of_mails.members[hashed(ALMA)]['contact_id']}"
        list_of_mails.outside.fault = "reset"
        response = client.get(f"/mijn-gegevens/inzage/verbeteren/mailchimp/{member}/merge_fields-phone/")
        assert response.status_code == 200 and "Er is niets veranderd" in words(response)

    def test_a_place_that_was_unplugged_while_she_wrote_is_not_there(self, client, alma, who, list_of_mails):
        member = f"member:{list_of_mails.members[hashed(ALMA)]['contact_id']}"
        start = f"/mijn-gegevens/inzage/verbeteren/mailchimp/{member}/merge_fields-phone/"
        draft = client.post(start, {"proposed": NEW}).url
        source = registry.source("mailchimp")
        registry.unregister("mailchimp")
        try:
            assert client.post(draft).status_code == 404
        finally:
            registry.register(source)

    def test_a_broken_ticket_shop_keeps_nobody_waiting(self, client, alma, who, monkeypatch):
        def away(*_arguments, **_more):
            raise SourceUnavailable("away for the test")

        checked = propose(client, who, "phone", NEW)
        monkeypatch.setattr(TicketingSource, "rectify", away)
        page = words(client.get(client.post(checked.url).url))
        assert "Dit is verbeterd" not in page and "proberen het opnieuw" in page
        assert Customer.objects.get().phone == OLD


class TestAfterwards:
    def test_values_are_sealed_in_the_database(self, client, alma):
        account, guest = shop.customer(), shop.guest(ALMA, phone="050 5550000")
        checked = propose(client, account, "phone", NEW)
        page = client.get(checked.url).content.decode()
        client.post(checked.url, {"also": re.search(r'name="also" value="(\w+)"', page)[1]})
        guest.refresh_from_db()
        assert guest.phone == NEW
        with connection.cursor() as cursor:
            cursor.execute("SELECT previous, proposed, confirmed FROM rights_requests_correction")
            kept = b"".join(bytes(value) for row in cursor.fetchall() for value in row)
        assert NEW.encode() not in kept and b"050 5550000" not in kept and b"ticketing" not in kept
        [told] = [record for record in PortalSource().collect(alma) if record.kind == "correction"]
        assert told.value("also") == "050 5550000"

    def test_she_sees_it_among_her_data_and_it_goes_with_her(self, client, alma):
        correct(client, shop.customer(), "phone", NEW)
        kinds = {record.kind: record for record in PortalSource().collect(alma)}
        assert kinds["correction"].value("proposed") == NEW
        forget_identity(alma)
        assert not Correction.objects.exists() and not CorrectionStep.objects.exists()

    def test_it_goes_by_itself_after_a_month(self, client, alma, clock):
        correct(client, shop.customer(), "phone", NEW)
        clock.shift(timedelta(days=30))
        call_command("forget_rights_requests", verbosity=0)
        assert Correction.objects.exists()
        clock.shift(timedelta(days=1))
        call_command("forget_rights_requests", "--dry-run", verbosity=0)
        assert Correction.objects.exists()
        call_command("forget_rights_requests", verbosity=0)
        assert not Correction.objects.exists()
