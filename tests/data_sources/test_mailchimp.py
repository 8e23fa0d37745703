"""Mailchimp through our adapter: what it holds about Alma comes back whole, and nothing about anybody else."""

import pytest

from privacy_portal.data_sources.contract import Change, Handle, SourceUnavailable
from privacy_portal.data_sources.enums import ChangeOutcome, ErasureOutcome
from privacy_portal.data_sources.mailchimp import changing
from privacy_portal.data_sources.mailchimp.api import Audience, Configuration
from privacy_portal.data_sources.mailchimp.source import MailchimpSource
from privacy_portal.data_sources.outside.client import Client, Limits, Refused
from privacy_portal.data_subjects.enums import IdentifierKind
from tests.support.customers import ALMA, BAS, person
from tests.support.outside.mailchimp import KEY, LIST, hashed, mailchimp
from tests.support.outside.server import running
from tests.support.papers import recorded_exchanges

from .conformance import CanCollect, CanErase, CanFind, CanMove, CanRectify, CanSwitch
from .ticket_shop import TODAY

QUICK = Limits(connect=0.5, read=1, tries=2, pause=0.01)


@pytest.fixture
def service():
    with mailchimp() as (state, outside):
        state.today = TODAY.isoformat()
        state.outside = outside
        state.audience = Audience(Configuration(KEY, LIST, outside.url), QUICK)
        yield state


@pytest.fixture
def source(service):
    return MailchimpSource(service.audience)


@pytest.fixture
def alma(db):
    return person(ALMA)


class TestConformance(CanFind, CanCollect, CanErase, CanRectify, CanMove, CanSwitch):
    @pytest.fixture(autouse=True)
    def connect(self, service, source):
        self.service, self.source = service, source

    def fill(self, email):
        self.service.add(email, FNAME="Voornaam", PHONE="050")
        self.service.events[hashed(email)] = [
            {"activity_type": "open", "created_at_timestamp": "2024-03-01T10:00:00+00:00", "campaign_title": "Maart"},
            {
                "activity_type": "click",
                "created_at_timestamp": "2024-03-01T10:01:00+00:00",
                "link_clicked": "https://x",
            },
        ]

    def test_nothing_is_held_after_everything_was_erased(self, alma):
        super().test_nothing_is_held_after_everything_was_erased(alma)
        assert hashed(ALMA) in self.service.never_again, "archived is not erased"


class TestWhatIsShown:
    def test_every_field_comes_back_under_a_name(self, service, source, db):
        service.add(ALMA, FNAME="Alma", LNAME="de Vries", SHOESIZE="39")
        [member] = source.collect(person(ALMA))
        told = {field.name: field.value for field in member.fields}
        assert told["merge_fields-fname"] == "Alma"
        assert told["merge_fields-shoesize"] == "39"
        assert told["ip_signup"] == "192.0.2.7"
        assert told["interest-9143cf3bd1"] is True
        assert told["tags"] == "vriend"
        labels = {field.name: str(field.label) for field in member.fields}
        assert labels["interest-9143cf3bd1"] == "Klassiek"

    def test_a_long_history_is_read_to_its_end(self, service, source, db):
        service.add(ALMA)
        when = "2024-03-01T10:00:00+00:00"
        service.events[hashed(ALMA)] = [{"activity_type": "open", "created_at_timestamp": when}] * 120
        assert len(list(source.collect(person(ALMA)))) == 121

    def test_the_address_is_matched_without_regard_to_case(self, service, source, db):
        service.add("Alma@Example.org")
        assert len(list(source.collect(person(ALMA)))) == 1

    def test_an_answer_about_somebody_else_is_no_answer(self, service, source, db):
        service.members[hashed(ALMA)] = service.add(BAS)
        with pytest.raises(SourceUnavailable):
            list(source.collect(person(ALMA)))

    def test_somebody_who_stopped_is_kept_from_that_day(self, service, source, db):
        service.add(ALMA, status="unsubscribed")
        [member] = source.collect(person(ALMA))
        assert member.retention_start.isoformat() == "2021-11-23"

    @pytest.mark.parametrize("fault", ["hang", "html", "broken json", "rate limit", "locked out", "reset", "list"])
    def test_a_bad_day_at_mailchimp_is_told_as_such(self, service, source, db, fault):
        service.add(ALMA)
        service.outside.fault = fault
        with pytest.raises(SourceUnavailable):
            list(source.collect(person(ALMA)))
        assert source.check().ok is (fault == "list")


class TestChanges:
    def test_what_mailchimp_refuses_stays_as_it_was(self, service, source, alma):
        service.add(ALMA, FNAME="Alma")
        [member] = source.collect(alma)
        service.outside.reply = lambda asked: (
            (400, {"title": "Invalid Resource", "errors": []}) if asked.method == "PATCH" else service.reply(asked)
        )
        [result] = source.rectify(alma, [Change(member.reference, "merge_fields-fname", "A" * 900)])
        assert (result.outcome, service.members[hashed(ALMA)]["merge_fields"]["FNAME"]) == (
            ChangeOutcome.REFUSED,
            "Alma",
        )

    def test_accepted_and_not_done_is_a_failure(self, service, source, alma):
        service.add(ALMA, FNAME="Alma")
        [member] = source.collect(alma)
        service.outside.reply = lambda asked: (200, {}) if asked.method == "PATCH" else service.reply(asked)
        [result] = source.rectify(alma, [Change(member.reference, "merge_fields-fname", "Elma")])
        assert result.outcome == ChangeOutcome.FAILED

    def test_a_yes_after_a_no_waits_for_a_confirmation(self, service, source, alma):
        service.add(ALMA, status="unsubscribed")
        assert source.set_subscription(alma, "3a2a927344", True)
        assert service.members[hashed(ALMA)]["status"] == "pending"
        assert not any(switch.on for switch in source.subscriptions(alma))

    def test_a_new_address_moves_the_member(self, service):
        service.add(ALMA, FNAME="Alma")
        assert changing.move(service.audience, ALMA, "alma.nieuw@example.org") == ChangeOutcome.CHANGED
        assert service.audience.member(ALMA) is None
        assert service.audience.member("alma.nieuw@example.org")["merge_fields"]["FNAME"] == "Alma"

    def test_a_taken_address_moves_nobody(self, service):
        service.add(ALMA)
        theirs = dict(service.add(BAS, FNAME="Bas"))
        assert changing.move(service.audience, ALMA, BAS) == ChangeOutcome.REFUSED
        assert service.members[hashed(BAS)] == theirs

    def test_erasing_also_reaches_who_was_archived(self, service, source, alma):
        service.add(ALMA, status="archived")
        plan = list(source.plan_erasure(alma, TODAY))
        [outcome] = source.erase(alma, plan, "case-9", on=TODAY)
        assert outcome.outcome == ErasureOutcome.ERASED
        assert service.members == {}

    def test_an_erasure_that_could_not_be_asked_is_tried_again(self, service, source, alma):
        service.add(ALMA)
        plan = list(source.plan_erasure(alma, TODAY))
        service.outside.fault = "unavailable"
        with pytest.raises(SourceUnavailable):
            source.erase(alma, plan, "case-10", on=TODAY)
        service.outside.fault = ""
        [outcome] = source.erase(alma, plan, "case-10", on=TODAY)
        assert outcome.outcome == ErasureOutcome.ERASED


def test_who_is_known_by_something_else_than_an_address_is_not_asked_for(service, source):
    assert list(source.find([Handle(IdentifierKind.PHONE, "050")])) == []
    assert service.outside.asked == []


@pytest.mark.parametrize("exchange", recorded_exchanges("mailchimp"))
def test_recorded_exchanges_are_understood(contracts, exchange):
    """What Mailchimp really answered, replayed: 2xx and 404 are answers, the rest are refusals that name the field."""
    with running(lambda asked: (exchange["status"], exchange["response"])) as outside:
        client = Client(outside.url, limits=QUICK)
        if exchange["status"] in {400, 405}:
            with pytest.raises(Refused) as refusal:
                client.ask(exchange["method"], exchange["path"], exchange["body"])
            assert refusal.value.title == exchange["response"]["title"]
            assert list(refusal.value.fields) == [e["field"] for e in exchange["response"].get("errors", [])]
        else:
            answer = client.ask(exchange["method"], exchange["path"], exchange["body"])
            assert answer.is_missing or answer.data == (exchange["response"] or None)
        assert outside.asked[0].path == exchange["path"]


@pytest.mark.parametrize(
    ("given", "address"),
    [
        (Configuration("abc-us3", "l"), "https://us3.api.mailchimp.com/3.0"),
        (Configuration("abc-us3", "l", "https://proxy.example.org/"), "https://proxy.example.org/3.0"),
        (Configuration("abc-us3", "l", "https://proxy.example.org/3.0/"), "https://proxy.example.org/3.0"),
    ],
)
def test_the_key_names_the_data_centre(given, address):
    assert given.address == address
