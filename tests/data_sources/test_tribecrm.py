"""Tribe CRM through our adapter: what it holds about Alma comes back whole, and nothing about anybody else."""

import json
import time
from datetime import date

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.data_sources import collecting, registry
from privacy_portal.data_sources.contract import CannotDo, Change, Handle, SourceUnavailable
from privacy_portal.data_sources.enums import AnswerState, ChangeOutcome, ErasureOutcome, PlanVerdict
from privacy_portal.data_sources.outside.client import Limits
from privacy_portal.data_sources.tribecrm import odata, records
from privacy_portal.data_sources.tribecrm.api import PAGE, Configuration, Crm
from privacy_portal.data_sources.tribecrm.source import TribeCrmSource
from privacy_portal.data_subjects.enums import IdentifierKind
from tests.support.customers import ALMA, BAS, person
from tests.support.fake_source import only
from tests.support.outside import odata as server_side
from tests.support.outside.tribecrm import CLIENT, CONTACTS, EMPLOYEES, PERSONS, SECRET, entity, tribecrm

from .conformance import CanCollect, CanErase, CanFind, CanRectify
from .ticket_shop import NOW, TODAY

QUICK = Limits(connect=0.5, read=1, tries=2, pause=0.01)
REGISTER = json.loads((settings.BASE_DIR / "privacy_portal/processing_register/data/spot.json").read_text())


@pytest.fixture
def service():
    with tribecrm() as (state, outside):
        state.outside = outside
        state.crm = Crm(Configuration(outside.url, outside.url, CLIENT, SECRET), QUICK)
        yield state


@pytest.fixture
def source(service):
    return TribeCrmSource(service.crm)


@pytest.fixture
def alma(db):
    return person(ALMA)


def handles(*emails: str) -> tuple[Handle, ...]:
    return tuple(Handle(IdentifierKind.EMAIL, email) for email in emails)


def asked_with(service, method: str) -> list:
    return [asked for asked in service.outside.asked if asked.method == method and "token" not in asked.path]


class TestConformance(CanFind, CanCollect, CanErase, CanRectify):
    @pytest.fixture(autouse=True)
    def connect(self, service, source):
        self.service, self.source = service, source

    def fill(self, email):
        who = self.service.add(email, FirstName="Voornaam")
        self.service.role(CONTACTS, who, "Stichting Waterlicht", PhoneNumber="050 111 11 11")
        self.service.role(CONTACTS, who, "Wolkenveld BV", EmailAddress=f"werk.{email}")


class TestWhatIsShown:
    def test_every_field_comes_back_under_a_name(self, service, source):
        service.add(ALMA, FirstName="Alma", _shoe__size="39")
        [relation] = source.collect_for(handles(ALMA))
        told = {field.name: field.value for field in relation.fields}
        assert told["firstname"] == "Alma"
        assert told["address-postalcode"] == "9700 AA"
        assert told["address-country"] == "Nederland"
        assert (told["gender"], told["language"]) == ("Mevrouw", "Nederlands")
        assert told["own-_shoe__size"] == "39", "what the venue added itself"
        assert told["birthdate"] == date(1980, 5, 1), "a day, whatever hour the CRM adds"

    def test_whatever_the_case_of_its_properties(self, service, source):
        who = service.add(ALMA, FirstName="Alma")
        service.role(CONTACTS, who, "Stichting Waterlicht")
        plain = list(source.collect_for(handles(ALMA)))
        service.camel = True
        assert [row.reference for row in source.collect_for(handles(ALMA))] == [row.reference for row in plain]
        assert [{(field.name, field.value) for field in row.fields} for row in source.collect_for(handles(ALMA))] == [
            {(field.name, field.value) for field in row.fields} for row in plain
        ]

    def test_bank_details_and_birth_date_are_secret(self, service, source):
        service.add(ALMA, IBAN="NL00TEST0123456789", BirthPlace="Waddenstad")
        [relation] = source.collect_for(handles(ALMA))
        secret = {field.name: field.category for field in relation.fields if field.secret}
        assert secret == {
            "birthdate": "birth-date",
            "bankaccountnumber": "bank-account",
            "own-birthplace": "birth-date",
            "own-iban": "bank-account",
        }

    def test_roles_are_hers_too(self, service, source):
        who = service.add(ALMA)
        service.role(CONTACTS, who, "Stichting Waterlicht", Department="Educatie")
        service.role(EMPLOYEES, who, "SPOT")
        _relation, contact, employee = source.collect_for(handles(ALMA))
        assert (contact.value("relation"), contact.value("department")) == ("Stichting Waterlicht", "Educatie")
        assert employee.value("relation") == "SPOT"

    def test_a_role_with_an_address_of_its_own_is_found_by_it_alone(self, service, source):
        who = service.add("elders@example.org", FirstName="Alma")
        service.role(CONTACTS, who, "Wolkenveld BV", EmailAddress=ALMA)
        [contact] = source.collect_for(handles(ALMA))
        assert contact.kind == records.ROLE
        assert "elders@" not in str(contact)

    def test_two_records_with_one_address_stay_two(self, service, source):
        service.add(ALMA, FirstName="Alma")
        service.add(ALMA.upper(), FirstName="Elma")
        first, second = source.collect_for(handles(ALMA))
        assert (first.value("firstname"), second.value("firstname")) == ("Alma", "Elma")
        assert first.reference != second.reference

    def test_two_addresses_of_hers_show_a_role_once(self, service, source):
        who = service.add(ALMA)
        service.role(CONTACTS, who, "Wolkenveld BV", EmailAddress="alma@wolkenveld.example")
        assert len(list(source.collect_for(handles(ALMA, "alma@wolkenveld.example")))) == 2

    def test_somebody_on_the_other_side_of_a_role_stays_out(self, service, source):
        who = service.add(ALMA)
        service.role(CONTACTS, who, "", Relation=entity("Relation.Person", "Bas Buitenveld"))
        assert "Bas" not in str([row.fields for row in source.collect_for(handles(ALMA))])

    def test_what_colleagues_wrote_and_links_stay_out(self, service, source):
        service.add(ALMA, Description="belde over Bas", AccountManager=entity("Relation.Person", "Bas Buitenveld"))
        assert "Bas" not in str(list(source.collect_for(handles(ALMA))))

    def test_more_roles_than_a_page_holds_all_come(self, service, source):
        who = service.add(ALMA)
        for number in range(2 * PAGE + 3):
            service.role(CONTACTS, who, f"Organisatie {number}")
        assert len(list(source.collect_for(handles(ALMA)))) == 2 * PAGE + 4

    def test_no_canary_of_anybody_else_comes_back(self, service, source):
        for number in range(30):
            canary = service.add(f"canary{number}@example.org", FirstName=f"Kanarie{number}")
            service.role(CONTACTS, canary, f"Kanarie BV {number}", EmailAddress=f"x{ALMA}")
        service.add(f"{ALMA}.evil.example", FirstName="Kanarie")
        service.add(f"x{ALMA}", FirstName="Kanarie")
        who = service.add(ALMA, FirstName="Alma")
        service.role(CONTACTS, who, "Stichting Waterlicht")
        told = str(list(source.collect_for(handles(ALMA)))).lower()
        assert "alma" in told and "kanarie" not in told

    def test_every_field_falls_under_the_register(self, service, source):
        who = service.add(ALMA, own_field="x")
        service.role(EMPLOYEES, who, "SPOT")
        found = list(source.collect_for(handles(ALMA)))
        categories = {category["key"] for category in REGISTER["data_categories"]}
        assert {field.category for row in found for field in row.fields} <= categories
        activities = {each["key"]: each for each in REGISTER["activities"]}
        assert {row.activity for row in found} <= activities.keys()
        assert source.processor_key in activities[records.RELATIONS]["processors"]


class TestStrangeAnswers:
    def test_an_answer_about_somebody_else_is_no_answer(self, service, source):
        service.stranger = [service.add(BAS)]
        with pytest.raises(SourceUnavailable):
            list(source.collect_for(handles(ALMA)))

    def test_nor_is_one_that_turns_out_to_be_somebody_else(self, service, source):
        listed = service.add(ALMA)
        service.stranger = [dict(listed)]
        listed["EmailAddress"] = BAS
        with pytest.raises(SourceUnavailable):
            list(source.collect_for(handles(ALMA)))

    def test_nor_are_the_roles_of_somebody_else(self, service, source):
        service.add(ALMA)
        service.role(CONTACTS, service.add(BAS), "Elders BV")
        theirs = list(service.entities[CONTACTS].values())
        service.outside.reply = lambda asked: (
            (200, {"value": theirs}) if asked.path.endswith(CONTACTS) else service.reply(asked)
        )
        with pytest.raises(SourceUnavailable):
            list(source.collect_for(handles(ALMA)))

    @pytest.mark.parametrize("key", ["", "1", "1) or (1 eq 1", "../../secrets", None])
    def test_a_key_that_is_no_guid_is_never_asked_for(self, service, source, key):
        service.stranger = [{"ID": key, "EmailAddress": ALMA}]
        with pytest.raises(SourceUnavailable):
            list(source.collect_for(handles(ALMA)))

    def test_pages_that_never_end_are_left(self, service, source):
        page = [service.add(ALMA) for _ in range(PAGE)]
        service.outside.reply = lambda asked: (
            (200, {"value": page}) if asked.path.endswith(PERSONS) else service.reply(asked)
        )
        with pytest.raises(SourceUnavailable):
            list(source.collect_for(handles(ALMA)))

    def test_a_page_the_server_made_shorter_is_not_the_last(self, service, source):
        first, second = service.add(ALMA), service.add(ALMA)

        def reply(asked):
            if not asked.path.endswith(PERSONS):
                return service.reply(asked)
            more = {"@odata.nextLink": "Relation_Person?$skip=1"}
            return 200, {"value": [second]} if asked.query["$skip"] == "1" else {"value": [first], **more}

        service.outside.reply = reply
        assert len(list(source.collect_for(handles(ALMA)))) == 2

    def test_a_crm_without_employees_is_fine(self, service, source):
        del service.entities[EMPLOYEES]
        service.add(ALMA)
        assert len(list(source.collect_for(handles(ALMA)))) == 1

    def test_one_without_persons_is_another_system(self, service, source):
        del service.entities[PERSONS]
        with pytest.raises(SourceUnavailable):
            list(source.collect_for(handles(ALMA)))
        assert not source.check().ok

    @pytest.mark.parametrize("fault", ["html", "broken json", "rate limit", "locked out", "reset", "half", "list"])
    def test_a_bad_day_at_tribe_is_told_as_such(self, service, source, fault):
        service.add(ALMA)
        assert source.check().ok
        service.outside.fault = fault
        with pytest.raises(SourceUnavailable):
            list(source.collect_for(handles(ALMA)))
        assert not source.check().ok

    def test_a_person_reads_that_it_could_not_be_asked_and_none_of_their_words(self, service, source, alma, caplog):
        service.outside.fault = "server error"
        with only(source):
            [answer] = collecting.collect(alma, now=NOW)
        assert (answer.state, tuple(answer.records)) == (AnswerState.COULD_NOT_ASK, ())
        assert "alma@" not in caplog.text

    def test_one_that_hangs_holds_up_no_act(self, service, source, alma):
        service.outside.fault = "hang"
        before = time.monotonic()
        with only(source):
            answer = collecting.ask_within(source, alma, now=NOW, within=0.3)
        assert answer.state == AnswerState.COULD_NOT_ASK
        assert time.monotonic() - before < 4


class TestQuoting:
    """Any address stays one text in the filter, whatever stands in it."""

    @given(
        st.text(st.characters(codec="utf-8"), min_size=1)
        | st.from_regex(r"[a-z']{0,4}'( or 1 eq 1 or )?'?@[a-z'.]{1,8}")
    )
    def test_no_address_breaks_out_of_its_quotes(self, address):
        asked = odata.equals("EmailAddress", address)
        assert server_side.literals(asked) == [address] * 3
        test = server_side.parsed(asked)
        assert test({"EmailAddress": address})
        assert not test({"EmailAddress": f"x{address}y"})
        assert not test({"EmailAddress": None})

    @pytest.mark.parametrize(
        "email", ["o'brien@example.org", "a+b&c=d@example.org", "x' or 'a' eq 'a@example.org", "%27@é.example"]
    )
    def test_strange_addresses_are_found(self, service, source, email):
        service.add(BAS)
        service.add(email)
        [relation] = source.collect_for(handles(email))
        assert relation.value("emailaddress") == email


class TestErasing:
    def test_roles_go_before_the_person(self, service, source, alma):
        who = service.add(ALMA)
        service.role(CONTACTS, who, "Stichting Waterlicht")
        source.erase(alma, list(source.plan_erasure(alma, TODAY)), "case-1", on=TODAY)
        assert [asked.path.partition("(")[0][10:] for asked in asked_with(service, "DELETE")] == [CONTACTS, PERSONS]
        assert not any(service.entities.values())

    def test_an_employee_stays_for_a_colleague(self, service, source, alma):
        who = service.add(ALMA)
        service.role(EMPLOYEES, who, "SPOT")
        service.role(CONTACTS, who, "Stichting Waterlicht")
        plan = list(source.plan_erasure(alma, TODAY))
        assert {item.verdict for item in plan} == {PlanVerdict.REMOVE, PlanVerdict.BY_HAND}
        outcomes = source.erase(alma, plan, "case-2", on=TODAY)
        kept = [row for row in outcomes if row.outcome == ErasureOutcome.RETAINED]
        assert len(kept) == 2 and all("Tribe CRM" in row.reason for row in kept)
        assert not service.entities[CONTACTS]
        assert service.entities[PERSONS] and service.entities[EMPLOYEES]
        assert len(asked_with(service, "DELETE")) == 1, "an employee is not even asked for"

    def test_what_the_crm_refuses_stays_with_a_reason(self, service, source, alma):
        service.add(ALMA)
        service.refuses = {"DELETE"}
        [outcome] = source.erase(alma, list(source.plan_erasure(alma, TODAY)), "case-3", on=TODAY)
        assert (outcome.outcome, bool(outcome.reason)) == (ErasureOutcome.RETAINED, True)

    def test_accepted_and_not_done_is_a_failure_and_tried_again(self, service, source, alma):
        service.add(ALMA)
        plan = list(source.plan_erasure(alma, TODAY))
        service.outside.reply = lambda asked: (204, "") if asked.method == "DELETE" else service.reply(asked)
        [outcome] = source.erase(alma, plan, "case-4", on=TODAY)
        assert outcome.outcome == ErasureOutcome.FAILED
        service.outside.reply = service.reply
        [outcome] = source.erase(alma, plan, "case-4", on=TODAY)
        assert outcome.outcome == ErasureOutcome.ERASED

    def test_gone_in_the_meantime_is_not_found(self, service, source, alma):
        service.add(ALMA)
        plan = list(source.plan_erasure(alma, TODAY))
        service.outside.reply = lambda asked: (404, "") if asked.method == "DELETE" else service.reply(asked)
        [outcome] = source.erase(alma, plan, "case-5", on=TODAY)
        assert outcome.outcome == ErasureOutcome.NOT_FOUND

    def test_an_erasure_that_could_not_be_asked_is_tried_again(self, service, source, alma):
        service.add(ALMA)
        plan = list(source.plan_erasure(alma, TODAY))
        service.outside.fault = "unavailable"
        with pytest.raises(SourceUnavailable):
            source.erase(alma, plan, "case-6", on=TODAY)
        service.outside.fault = ""
        [outcome] = source.erase(alma, plan, "case-6", on=TODAY)
        assert outcome.outcome == ErasureOutcome.ERASED


class TestCorrecting:
    def correct(self, source, value, name="firstname"):
        [relation, *_roles] = source.collect_for(handles(ALMA))
        [result] = source.rectify_for(handles(ALMA), [Change(relation.reference, name, value)])
        return result

    def test_only_the_changed_field_is_sent(self, service, source):
        who = service.add(ALMA, FirstName="Alma")
        assert self.correct(source, " Elma ").outcome == ChangeOutcome.CHANGED
        [put] = asked_with(service, "PUT")
        assert put.json == {"FirstName": "Elma"}
        assert (who["FirstName"], who["LastName"]) == ("Elma", "Zomerdijk")

    def test_a_role_can_be_corrected(self, service, source):
        contact = service.role(CONTACTS, service.add(ALMA), "Stichting Waterlicht")
        _relation, role = source.collect_for(handles(ALMA))
        [result] = source.rectify_for(handles(ALMA), [Change(role.reference, "phonenumber", "050 222 22 22")])
        assert (result.outcome, contact["PhoneNumber"]) == (ChangeOutcome.CHANGED, "050 222 22 22")

    def test_what_the_crm_refuses_stays_as_it_was(self, service, source):
        who = service.add(ALMA)
        assert self.correct(source, "", "lastname").outcome == ChangeOutcome.REFUSED
        assert who["LastName"] == "Zomerdijk"

    @pytest.mark.parametrize("name", ["emailaddress", "birthdate", "address-street", "bankaccountnumber", "nonsense"])
    def test_what_a_colleague_must_look_at_is_not_changed(self, service, source, name):
        service.add(ALMA)
        result = self.correct(source, "x", name)
        assert (result.outcome, bool(result.reason)) == (ChangeOutcome.REFUSED, True)
        assert asked_with(service, "PUT") == []

    def test_accepted_and_not_done_is_a_failure(self, service, source):
        service.add(ALMA, FirstName="Alma")
        service.outside.reply = lambda asked: (204, "") if asked.method == "PUT" else service.reply(asked)
        assert self.correct(source, "Elma").outcome == ChangeOutcome.FAILED

    def test_a_server_that_loses_the_rest_is_a_failure(self, service, source):
        who = service.add(ALMA, FirstName="Alma")

        def reply(asked):
            if asked.method != "PUT":
                return service.reply(asked)
            who.update(dict.fromkeys(("EmailAddress", "LastName"), None), **asked.json)
            return 204, ""

        service.outside.reply = reply
        assert self.correct(source, "Elma").outcome == ChangeOutcome.FAILED


class TestTokens:
    def test_one_token_serves_a_whole_visit(self, service, source):
        service.role(CONTACTS, service.add(ALMA), "Stichting Waterlicht")
        list(source.collect_for(handles(ALMA)))
        list(source.collect_for(handles(BAS)))
        assert len(service.tokens) == 1

    def test_a_token_that_ends_halfway_is_renewed_and_nothing_is_missed(self, service, source):
        service.lasts = 2
        who = service.add(ALMA)
        for number in range(PAGE + 1):
            service.role(CONTACTS, who, f"Organisatie {number}")
        assert len(list(source.collect_for(handles(ALMA)))) == PAGE + 2
        assert len(service.tokens) > 1

    def test_wrong_credentials_cannot_be_asked(self, service):
        crm = Crm(Configuration(service.outside.url, service.outside.url, CLIENT, "other"), QUICK)
        health = TribeCrmSource(crm).check()
        assert (health.ok, health.detail) == (False, "no token")


def test_it_says_what_it_cannot_do(source, alma):
    for act in (lambda: source.restrict(alma, True), lambda: source.subscriptions(alma)):
        with pytest.raises(CannotDo):
            act()


def test_who_is_known_by_something_else_than_an_address_is_not_asked_for(service, source):
    assert list(source.find([Handle(IdentifierKind.PHONE, "050")])) == []
    assert service.outside.asked == []


def test_it_can_stand_beside_the_other_sources(source):
    assert source.key not in {each.key for each in registry.sources()}


@pytest.mark.parametrize(
    "given_url", ["https://api.example.org", "https://api.example.org/", "https://api.example.org/v1/odata/"]
)
def test_the_address_of_the_api_is_completed(given_url):
    assert Configuration("https://a", given_url, "c", "s").address == "https://api.example.org/v1/odata"
