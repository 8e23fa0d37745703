"""Alma changes the address she signs in with and joins a second one; somebody else tries the same (V-11, A-08)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.mailchimp.api import Audience, Configuration
from privacy_portal.data_sources.mailchimp.source import MailchimpSource
from privacy_portal.data_sources.outside.client import Limits
from privacy_portal.data_sources.ticketing.finding import email_index
from privacy_portal.data_sources.ticketing.importing.keeping import keep_corrections
from privacy_portal.data_sources.ticketing.models import Customer
from privacy_portal.data_subjects.addresses.joining import joined_with
from privacy_portal.data_subjects.addresses.models import AddressChange, AddressProof
from privacy_portal.data_subjects.digests import of_identifier
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.identifiers import emails_of, find_by_email
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import CustomerSession, DataSubject, Identifier
from privacy_portal.erasure.portal_source import forget_identity
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import OutboxMessage
from privacy_portal.rights_requests.corrections.enums import StepState
from privacy_portal.rights_requests.corrections.models import CorrectionStep
from privacy_portal.rights_requests.corrections.passing import pass_on_correction
from privacy_portal.rights_requests.models import RightsRequest
from tests.data_sources import ticket_shop as shop
from tests.self_service.mailbox import letter
from tests.self_service.test_sign_in import address, ask, is_in, type_code
from tests.support.customers import ALMA, BAS, person, sign_in
from tests.support.outside.mailchimp import KEY, LIST, hashed, mailchimp

pytestmark = pytest.mark.django_db
NEW = "alma.nieuw@example.org"


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(shop.NOW, tick=True) as moving:
        yield moving


@pytest.fixture
def alma():
    return person(ALMA)


@pytest.fixture
def browser(alma) -> Client:
    return sign_in(Client(), alma, level=Level.A3)


def mails(template: str) -> list[dict]:
    found = OutboxMessage.objects.filter(template=template).order_by("created_at", "id")
    return [message.content for message in found]


def path_in(mail: dict, part: str) -> str:
    return re.search(rf"https?://[^/\s]+(/\S*/{part}/\S+)", mail["text"])[1]


def code_in(mail: dict) -> str:
    return re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b", mail["text"])[0]


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def propose(browser: Client, email: str = NEW, page: str = "address_change"):
    return browser.post(address(page), {"email": email})


def give_code(browser: Client, code: str | None = None):
    return browser.post(address("address_prove"), {"code": code or code_in(mails("address_proof")[-1])})


def change(browser: Client, email: str = NEW):
    propose(browser, email)
    return give_code(browser)


def join(browser: Client, email: str = BAS):
    propose(browser, email, "address_join")
    return give_code(browser)


def events(subject: DataSubject) -> list[str]:
    return list(entries_about(subject.pk).values_list("event", flat=True))


class TestChanging:
    def test_V11_a_code_to_the_new_address_changes_it_and_both_are_told(self, browser, alma):
        assert propose(browser).url == address("address_prove")
        assert emails_of(alma) == [ALMA], "asking changes nothing"
        assert give_code(browser).url == address("security")
        assert emails_of(alma) == [NEW]
        assert [mail["to"] for mail in mails("address_changed_old")] == [ALMA]
        assert [mail["to"] for mail in mails("address_changed_new")] == [NEW]
        assert NEW not in mails("address_changed_old")[0]["text"], "H-07: no mail says what the other address is"
        assert "data_subject.address_changed" in events(alma)
        assert NEW in words(browser.get(address("security")))

    def test_V11_the_link_works_once_by_a_button_and_opening_it_fifty_times_does_nothing(self, browser, alma):
        propose(browser)
        path = path_in(mails("address_proof")[0], "link")
        for _scan in range(50):
            browser.get(path)
        page = browser.get(path, follow=True)
        assert NEW in words(page) and "link/" not in page.request["PATH_INFO"]
        assert emails_of(alma) == [ALMA]
        assert browser.post(address("address_confirm")).url == address("security")
        assert emails_of(alma) == [NEW]

    def test_V11_every_other_session_ends_and_the_old_address_opens_nothing(self, browser, alma):
        thief = sign_in(Client(), alma)
        before = browser.cookies[settings.CUSTOMER_COOKIE_NAME].value
        change(browser)
        assert not is_in(thief) and is_in(browser)
        assert CustomerSession.objects.of(alma).count() == 1
        assert browser.cookies[settings.CUSTOMER_COOKIE_NAME].value != before, "A-04"
        stranger = Client()
        ask(stranger)
        assert "nu in met een ander adres" in words(type_code(stranger, letter(ALMA).code))
        assert not is_in(stranger) and DataSubject.objects.count() == 1
        ask(stranger, NEW)
        type_code(stranger, letter(NEW).code)
        assert is_in(stranger)

    def test_V11_this_was_not_me_undoes_the_change_and_freezes_at_once(self, browser, alma):
        who = shop.customer()
        change(browser)
        assert Customer.objects.get(pk=who.pk).email == NEW
        path, old_owner = path_in(mails("address_changed_old")[0], "ongedaan-maken"), Client()
        for _scan in range(5):
            old_owner.get(path)
        assert is_in(browser), "opening the link does nothing"
        old_owner.get(path)
        assert old_owner.post(address("address_undo")).url == address("access_stopped")
        alma.refresh_from_db()
        assert alma.is_frozen and emails_of(alma) == [ALMA] and not is_in(browser)
        assert Customer.objects.get(pk=who.pk).email == ALMA
        assert find_by_email(NEW) is None
        assert AddressChange.objects.get().undone_at is not None
        assert "data_subject.address_change_undone" in events(alma)
        assert len(mails("access_stopped_desk")) == 1 and len(mails("address_change_undone")) == 1
        old_owner.post(address("address_undo"))
        assert len(mails("access_stopped_desk")) == 1, "twice is once"

    def test_V11_undoing_the_first_of_two_changes_undoes_both(self, browser, alma):
        change(browser)
        first = path_in(mails("address_changed_old")[0], "ongedaan-maken")
        sign_in(browser, alma, level=Level.A3)
        change(browser, "dief@example.org")
        client = Client()
        client.get(first)
        client.post(address("address_undo"))
        assert emails_of(alma) == [ALMA] and alma.identifiers.count() == 1

    def test_V11_a_forged_link_undoes_nothing(self, browser, alma):
        change(browser)
        client = Client()
        client.get(address("address_undo_link", "a" * 43))
        page = client.post(address("address_undo"))
        assert "werkt niet meer" in words(page) and emails_of(alma) == [NEW]

    def test_V11_it_goes_back_to_an_address_that_was_ones_own(self, browser, alma):
        change(browser)
        sign_in(browser, alma, level=Level.A3)
        change(browser, ALMA)
        assert emails_of(alma) == [ALMA] and alma.identifiers.count() == 2

    def test_V10_the_fact_of_a_change_is_kept_with_its_moment(self, browser, alma):
        change(browser)
        week = timezone.now() - timedelta(days=7)
        assert AddressChange.objects.of(alma).standing().since(week).count() == 1
        assert [row.value for row in alma.identifiers.exclude(replaced_at=None)] == [ALMA]

    def test_V11_it_asks_for_a_fresh_proof_first(self, alma, clock):
        client = sign_in(Client(), alma, level=Level.A2)
        for page in ("address_change", "address_join", "address_prove", "address_confirm"):
            assert "next=" in client.get(address(page)).url
        sign_in(client, alma, level=Level.A3)
        propose(client)
        clock.shift(timedelta(minutes=6))
        assert give_code(client).url == address("step_up") and emails_of(alma) == [ALMA]

    def test_V11_not_right_at_one_s_own_address_leads_to_the_code_and_makes_no_request(self, browser):
        who = shop.customer()
        page = f"/mijn-gegevens/inzage/verbeteren/ticketing/customer:{who.pk}/email/"
        assert browser.get(page).url == address("address_change")
        assert browser.post(page, {"proposed": NEW}).url == address("address_change")
        assert not RightsRequest.objects.exists()


class TestWhereItGoes:
    def test_V11_the_ticket_shop_follows_and_is_read_back(self, browser, alma):
        who, other = shop.customer(), shop.customer(BAS)
        change(browser)
        assert {row.pk: row.email for row in Customer.objects.all()} == {who.pk: NEW, other.pk: BAS}
        assert CorrectionStep.objects.get(source="ticketing").state == StepState.CORRECTED
        assert NEW in words(browser.get(address("data")))

    def test_V11_what_stays_under_the_old_address_is_still_found(self, browser, alma):
        """A ticket of the past went to the old address, and belongs to her all the same."""
        what = shop.event(-30)
        shop.ticket(shop.order(shop.customer(BAS, first_name="Bas"), what), what, holder=("Alma Zomerdijk", ALMA))
        change(browser)
        assert "Het Blauwe Uur" in words(browser.get(address("data")))

    def test_V11_an_import_does_not_bring_the_old_address_back(self, browser):
        who = shop.customer()
        change(browser)
        kept = Customer.objects.get(pk=who.pk)
        fresh = Customer(pk=who.pk, email=ALMA, email_index=email_index(ALMA), first_name="Alma")
        keep_corrections(fresh, kept)
        assert (fresh.email, fresh.email_index, fresh.corrected) == (NEW, email_index(NEW), ["email"])


class TestHostile:
    def test_A08_an_address_of_somebody_else_is_answered_alike_and_refused_after_the_code(self, browser, alma):
        bas, pages = person(BAS), []
        for email in (NEW, BAS):
            answer = propose(browser, email)
            page = browser.get(answer.url).content.decode().replace(email, "")
            pages.append((answer.status_code, answer.url, re.sub(r'value="[^"]{40,}"', "", page)))
        assert pages[0] == pages[1], "V-01: no oracle"
        assert [mail["to"] for mail in mails("address_proof")] == [NEW, BAS]
        refused = give_code(browser)
        assert refused.status_code == 409 and "maken nooit" in words(refused)
        assert emails_of(alma) == [ALMA] and emails_of(bas) == [BAS]
        assert not mails("address_changed_old") and not AddressChange.objects.exists()
        assert "data_subject.address_refused" in events(alma)

    def test_V03_a_wrong_code_counts_and_the_sixth_try_is_none(self, browser, alma):
        propose(browser)
        right = code_in(mails("address_proof")[0])
        wrong = "0" * 9 if right.replace("-", "") != "0" * 9 else "1" * 9
        for _try in range(5):
            assert give_code(browser, wrong).status_code == 200
        assert give_code(browser, right).status_code == 200 and emails_of(alma) == [ALMA]

    def test_V03_an_old_code_a_used_one_and_a_replaced_one_do_nothing(self, browser, alma, clock):
        propose(browser)
        first = code_in(mails("address_proof")[0])
        propose(browser, "ander@example.org")
        give_code(browser, first)
        assert emails_of(alma) == [ALMA], "a new one voids the older"
        clock.shift(timedelta(minutes=11))
        sign_in(browser, alma, level=Level.A3)
        give_code(browser)
        assert emails_of(alma) == [ALMA], "ten minutes"

    def test_V04_a_code_and_a_link_work_only_in_the_session_that_asked(self, browser, alma):
        propose(browser)
        mail = mails("address_proof")[0]
        for other in (sign_in(Client(), alma, level=Level.A3), sign_in(Client(), person(BAS), level=Level.A3)):
            assert give_code(other).url == address("security")
            other.get(path_in(mail, "link"))
            assert "alleen in de browser" in words(other.post(address("address_confirm")))
        assert emails_of(alma) == [ALMA] and AddressProof.objects.get().used_at is None
        nobody, path = Client(), path_in(mail, "link")
        opened = nobody.get(path, follow=True)
        assert "inloggen" in opened.redirect_chain[-1][0]
        token = path.rstrip("/").rpartition("/")[2]
        assert not any(token in url for url, _status in opened.redirect_chain), "V-05: in no address, no `next`"

    def test_V04_a_code_to_change_an_address_signs_nobody_in(self, browser):
        propose(browser, BAS)
        stranger = Client()
        ask(stranger, BAS)
        assert type_code(stranger, code_in(mails("address_proof")[0])).status_code == 200
        stranger.get(path_in(mails("address_proof")[0], "link").replace("/beveiliging/adressen", "/inloggen"))
        stranger.post(address("sign_in_confirm"))
        assert not is_in(stranger)

    def test_R01_over_the_limit_no_mail_goes_and_nothing_shows_it(self, browser):
        answers = {propose(browser).url for _time in range(5)}
        assert answers == {address("address_prove")} and len(mails("address_proof")) == 3

    def test_A08_a_shared_address_is_not_changed_by_one_of_the_two(self, browser, alma):
        shop.customer(), shop.guest(ALMA)
        refused = change(browser)
        assert refused.status_code == 409 and "verschillende namen" in words(refused)
        assert emails_of(alma) == [ALMA] and Customer.objects.filter(email_index__isnull=False).count() == 2
        assert not mails("address_changed_old")


class TestJoining:
    def test_A08_two_addresses_are_two_sets_of_records_never_one(self, browser, alma):
        shop.customer(phone="06 00111111"), shop.customer(BAS, phone="06 00222222")
        assert join(browser).url == address("security")
        other = find_by_email(BAS)
        assert other.pk != alma.pk and [each.pk for each in joined_with(alma)] == [other.pk]
        assert {mail["to"] for mail in mails("addresses_joined")} == {ALMA, BAS}
        first = words(browser.get(address("data")))
        assert "06 00111111" in first and "06 00222222" not in first and BAS in first
        assert browser.post(address("address_switch", other.pk)).url == address("data")
        second = words(browser.get(address("data")))
        assert ALMA in second and "06 00111111" not in second
        session = CustomerSession.objects.get()
        assert session.subject_id == other.pk and session.level(timezone.now()) is Level.A1, "A2 was of the other"
        assert {"data_subject.addresses_joined", "data_subject.address_switched"} <= set(events(alma)) & set(
            events(other)
        )

    def test_A08_leaving_closes_the_door_and_tells_both(self, browser, alma):
        join(browser)
        other = find_by_email(BAS)
        assert BAS in words(browser.get(address("address_part", other.pk)))
        assert joined_with(alma), "looking does nothing"
        browser.post(address("address_part", other.pk))
        assert not joined_with(alma) and {mail["to"] for mail in mails("addresses_parted")} == {ALMA, BAS}
        assert browser.post(address("address_switch", other.pk)).status_code == 404

    def test_A08_a_stranger_and_nobody_are_the_same_404(self, browser, alma):
        bas = person(BAS)
        answers = [
            browser.post(address(page, who)) for page in ("address_switch", "address_part") for who in (bas.pk, alma.pk)
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1

    @pytest.mark.parametrize("whose", [ALMA, BAS])
    def test_A08_a_shared_address_is_refused_with_the_way_to_the_desk(self, browser, alma, whose):
        shop.customer(whose), shop.guest(whose)
        refused = join(browser)
        assert refused.status_code == 409 and "privacydesk" in words(refused)
        assert not joined_with(alma) and not mails("addresses_joined")

    def test_A08_an_address_that_somebody_replaced_leads_nobody_to_them(self, alma):
        change(sign_in(Client(), alma, level=Level.A3))
        bas = person(BAS)
        browser = sign_in(Client(), bas, level=Level.A3)
        assert join(browser, ALMA).status_code == 409
        assert not joined_with(bas) and not joined_with(alma)

    def test_V11_stopping_access_of_one_shuts_the_door_from_the_other(self, browser, alma):
        join(browser)
        other = find_by_email(BAS)
        DataSubject.objects.filter(pk=other.pk).update(frozen_at=shop.NOW)
        assert browser.post(address("address_switch", other.pk)).url == address("security")
        assert CustomerSession.objects.get().subject_id == alma.pk

    def test_A08_the_pages_read_in_english_too(self, browser):
        page = words(browser.get(address("address_join", language="en")))
        assert "each apart" in page
        propose(browser, page="address_join")
        assert "Look in the mail" in words(browser.get(address("address_prove", language="en")))


def test_V11_whose_address_it_is_the_database_decides():
    """The unique index lets one in, whatever two people proved at once."""
    alma, bas = person(ALMA), person(BAS)
    Identifier.objects.create(
        subject=bas, kind=IdentifierKind.EMAIL, value=NEW, index=of_identifier(IdentifierKind.EMAIL, NEW)
    )
    browser = sign_in(Client(), alma, level=Level.A3)
    assert change(browser).status_code == 409
    assert emails_of(alma) == [ALMA]


class TestElsewhere:
    """Mailchimp is asked by the worker; what no machine can bring there becomes a request with a date (Art. 12(3))."""

    @pytest.fixture
    def list_of_mails(self):
        with mailchimp() as (service, outside):
            service.outside = outside
            quick = Limits(connect=0.5, read=1, tries=1, pause=0.01)
            source = MailchimpSource(Audience(Configuration(KEY, LIST, outside.url), quick))
            by_hand = registry.source("mailchimp")
            registry.unregister("mailchimp")
            registry.register(source)
            yield service
            registry.unregister("mailchimp")
            registry.register(by_hand)

    def pass_on(self) -> None:
        pass_on_correction(CorrectionStep.objects.first().correction_id, now=timezone.now())

    def test_V11_the_mailing_list_follows_with_read_back(self, browser, list_of_mails):
        list_of_mails.add(ALMA, FNAME="Alma")
        change(browser)
        assert hashed(ALMA) in list_of_mails.members, "no page waits for a place elsewhere"
        self.pass_on()
        assert set(list_of_mails.members) == {hashed(NEW)}
        assert CorrectionStep.objects.get(source="mailchimp").state == StepState.CORRECTED

    def test_V11_a_list_where_the_new_address_is_taken_becomes_a_request(self, browser, list_of_mails):
        list_of_mails.add(ALMA)
        list_of_mails.add(NEW)
        change(browser)
        self.pass_on()
        assert CorrectionStep.objects.get(source="mailchimp").state == StepState.BY_HAND
        case = RightsRequest.objects.get()
        told = {each["key"]: each["answer"] for each in case.scope["answers"]}
        assert case.right == "rectification" and told["proposed"] == [NEW] and told["places"] == ["Mailchimp"]

    def test_V11_undone_before_the_worker_came_nothing_goes_out(self, browser, alma, list_of_mails):
        list_of_mails.add(ALMA)
        change(browser)
        self.undo()
        self.pass_on()
        assert set(list_of_mails.members) == {hashed(ALMA)}
        assert CorrectionStep.objects.get(source="mailchimp").state == StepState.STOPPED

    def test_V11_undone_after_it_the_desk_brings_it_back(self, browser, alma, list_of_mails):
        list_of_mails.add(ALMA)
        change(browser)
        self.pass_on()
        self.undo()
        case = RightsRequest.objects.get()
        assert case.scope["answers"][0]["answer"] == ["Mailchimp"] and case.subject == alma

    def test_A08_when_a_place_cannot_be_asked_nothing_changes(self, browser, alma, list_of_mails):
        """It might have told that two people share the address."""
        list_of_mails.outside.reply = lambda asked: (500, {})
        refused = change(browser)
        assert refused.status_code == 409 and "kwartier" in words(refused)
        assert emails_of(alma) == [ALMA] and not AddressChange.objects.exists()

    def undo(self) -> None:
        client = Client()
        client.get(path_in(mails("address_changed_old")[0], "ongedaan-maken"))
        client.post(address("address_undo"))


def test_V11_who_is_forgotten_leaves_no_door_and_no_code():
    alma, browser = person(ALMA), Client()
    sign_in(browser, alma, level=Level.A3)
    join(browser)
    other = find_by_email(BAS)
    forget_identity(alma)
    assert not joined_with(other) and not AddressProof.objects.exists()
