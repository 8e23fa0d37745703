"""Gijs asks for Alma. Nothing leaves before the desk has seen that he may and Alma could have stopped it (V-12)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from privacy_portal.casework.subject_report import NoReport, subject_report
from privacy_portal.data_subjects.identifiers import find_by_email
from privacy_portal.evidence.actors import ActorKind
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import LedgerPayload, OutboxMessage
from privacy_portal.gdpr.holds import Risk
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.attachments import store
from privacy_portal.rights_requests.by_hand import actions as by_hand
from privacy_portal.rights_requests.enums import Ground, IdentityMethod, Status
from privacy_portal.rights_requests.erasing import agree_to_erase
from privacy_portal.rights_requests.forgetting import forget
from privacy_portal.rights_requests.holding import hold_on_case
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import Attachment, RightsRequest
from privacy_portal.rights_requests.on_behalf import keeping
from privacy_portal.rights_requests.on_behalf.actions import (
    Asker,
    can_be_stopped,
    check_papers,
    note_told,
    object_to,
    receive_for,
    send_papers,
)
from privacy_portal.rights_requests.on_behalf.enums import Capacity, Check, ResultsTo, Told
from privacy_portal.rights_requests.on_behalf.gate import last_day_to_tell
from privacy_portal.rights_requests.on_behalf.models import Delegation
from tests.rights_requests.people import MONDAY, as_subject, desk
from tests.support.customers import ALMA, GIJS, person

pytestmark = pytest.mark.django_db
THREE_DAYS = MONDAY + timedelta(hours=72)
PDF = b"%PDF-1.7 power of attorney"


@pytest.fixture
def alma():
    return person(ALMA, now=MONDAY)


@pytest.fixture
def gijs():
    return person(GIJS, now=MONDAY)


@pytest.fixture
def asker(gijs) -> Asker:
    return Asker(gijs, Capacity.AGENT, "Gijs Helper", "Alma Zomerdijk", "C-1", ALMA)


def receive(asker: Asker, right: str = Right.ACCESS, **more) -> Delegation:
    details = {"answers": [{"key": "extra", "question": "?", "answer": ["everything"]}], "keys": {}}
    by = as_subject(asker.delegate)
    return receive_for(asker=asker, right=right, details=details, language="nl", by=by, now=MONDAY, **more)


def case_of(delegation: Delegation) -> RightsRequest:
    return actions.take(rights_request=RightsRequest.objects.get(delegation=delegation), by=desk(), now=MONDAY)


def accept(case: RightsRequest, **more) -> Delegation:
    values = {"outcome": Check.ACCEPTED, "seen": "uploaded", "reason": "Signed by Alma.", "by": desk(), "now": MONDAY}
    return check_papers(rights_request=case, **(values | more))


def answer(case: RightsRequest, now=THREE_DAYS) -> RightsRequest:
    return actions.answer(rights_request=case, text="Here it is.", by=desk(), now=now)


def mails(template: str) -> list[dict]:
    return [message.content for message in OutboxMessage.objects.filter(template=template).order_by("created_at")]


class TestComingIn:
    def test_V12_it_is_a_case_of_the_person_with_a_delegate_and_both_are_told(self, alma, gijs, asker):
        delegation = receive(asker)
        case = delegation.rights_request
        assert case.subject == alma and case.level == "", "how sure we are of Gijs says nothing of Alma"
        assert delegation.delegate == gijs and delegation.level == "A1"
        assert [mail["to"] for mail in mails("delegate_asked")] == [ALMA]
        assert [mail["to"] for mail in mails("delegate_received")] == [GIJS]
        assert not mails("rights_request_received"), "she asked nothing herself"
        assert delegation.told_at == MONDAY and delegation.free_from == THREE_DAYS
        for mail in (*mails("delegate_asked"), *mails("delegate_received")):
            assert "Gijs" not in mail["text"] and "Zomerdijk" not in mail["text"], "H-07"

    def test_V12_it_stands_in_the_trail_of_both_and_as_somebody_else_s_deed(self, alma, gijs, asker):
        receive(asker)
        about_alma = {entry.event: ActorKind(entry.actor_kind) for entry in entries_about(alma.pk)}
        assert about_alma["rights_request.delegate_added"] is ActorKind.DELEGATE
        assert about_alma["rights_request.received"] is ActorKind.DELEGATE
        assert "rights_request.asked_for_other" in {entry.event for entry in entries_about(gijs.pk)}

    def test_V12_the_clock_runs_from_receipt_whatever_the_papers(self, asker):
        case = receive(asker).rights_request
        assert (case.due_on.isoformat(), case.statutory_due_on.isoformat()) == ("2026-11-30", "2026-12-02")
        assert last_day_to_tell(case).isoformat() == "2026-11-29"
        assert actions.take(rights_request=case, by=desk(), now=MONDAY).clock_runs

    @pytest.mark.parametrize("email", ["", GIJS])
    def test_V12_without_a_channel_of_their_own_nobody_is_told_by_mail(self, asker, email):
        delegation = receive(replace(asker, person_email=email))
        assert delegation.rights_request.subject is None and delegation.told_at is None
        assert not mails("delegate_asked")

    def test_V12_of_who_has_died_no_address_is_written_to(self, alma, asker):
        delegation = receive(replace(asker, capacity=Capacity.HEIR))
        assert delegation.rights_request.subject is None and delegation.kind.is_about_deceased
        assert not mails("delegate_asked")

    def test_V12_a_minor_is_flagged(self, asker):
        assert receive(replace(asker, capacity=Capacity.PARENT)).kind.is_about_minor

    def test_V12_only_files_of_who_asks_go_along(self, alma, gijs, asker):
        mine = store(subject=gijs, upload=SimpleUploadedFile("volmacht.pdf", PDF), now=MONDAY)
        hers = store(subject=alma, upload=SimpleUploadedFile("hers.pdf", PDF), now=MONDAY)
        case = receive(asker, attachments=[mine, hers]).rights_request
        assert list(case.attachments.all()) == [mine]
        assert not Attachment.objects.readable_by(alma).filter(pk=mine.pk).exists()


class TestNothingLeaves:
    def test_V12_not_before_the_check_and_not_before_the_72_hours(self, asker, alma):
        case = case_of(receive(asker))
        with pytest.raises(NotPossible) as refusal:
            answer(case)
        assert refusal.value.code == "not_checked"
        accept(case)
        with pytest.raises(NotPossible) as refusal:
            answer(case, THREE_DAYS - timedelta(seconds=1))
        assert refusal.value.code == "time_to_object"
        assert answer(case).status == Status.ANSWERED
        assert [mail["to"] for mail in mails("rights_request_answered")] == [ALMA]
        assert [mail["to"] for mail in mails("delegate_decided")] == [GIJS]
        assert "naar de persoon zelf" in mails("delegate_decided")[0]["text"]

    def test_V12_neither_an_erasure_nor_a_question_to_others(self, asker, alma):
        case = case_of(receive(asker, Right.ERASURE))
        actions.confirm_identity(rights_request=case, method=IdentityMethod.AT_DESK, by=desk(), now=MONDAY)
        [task, *_more] = by_hand.note_needed(case, by=desk(), now=MONDAY, sources=["keynius"])
        for leave in (
            lambda: agree_to_erase(rights_request=case, by=desk(), now=THREE_DAYS),
            lambda: by_hand.ask(task, email="", question="", with_address=False, by=desk(), now=THREE_DAYS),
        ):
            with pytest.raises(NotPossible) as refusal:
                leave()
            assert refusal.value.code == "not_checked"
        accept(case)
        agree_to_erase(rights_request=case, by=desk(), now=THREE_DAYS)
        by_hand.ask(task, email="", question="", with_address=False, by=desk(), now=THREE_DAYS)

    def test_V12_nor_a_report_on_paper(self, asker, alma):
        case = case_of(receive(asker))
        with pytest.raises(NoReport):
            subject_report(ALMA, number=case.number, now=THREE_DAYS)
        accept(case)
        assert "sources" in subject_report(ALMA, number=case.number, now=THREE_DAYS)

    def test_V12_refusing_is_always_possible(self, asker):
        case = case_of(receive(asker))
        refused = actions.refuse(
            rights_request=case, ground=Ground.NOT_IDENTIFIABLE, reason="No papers.", by=desk(), now=MONDAY
        )
        assert refused.status == Status.REFUSED and len(mails("delegate_decided")) == 1

    def test_V12_the_time_to_object_begins_when_the_desk_told_them(self, asker):
        case = case_of(receive(replace(asker, person_email="")))
        accept(case, results_to=ResultsTo.LETTER)
        with pytest.raises(NotPossible) as refusal:
            answer(case)
        assert refusal.value.code == "not_told"
        told = MONDAY + timedelta(days=2)
        note_told(rights_request=case, how=Told.LETTER, reason="Letter of today.", by=desk(), now=told)
        with pytest.raises(NotPossible):
            answer(case, told + timedelta(hours=71))
        with pytest.raises(NotPossible):
            note_told(rights_request=case, how=Told.NOBODY, reason="again", by=desk(), now=told)
        assert answer(case, told + timedelta(hours=72)).status == Status.ANSWERED

    def test_V12_an_answer_to_nowhere_is_no_answer(self, asker):
        case = case_of(receive(replace(asker, person_email="")))
        accept(case)
        note_told(rights_request=case, how=Told.PHONE, reason="Called.", by=desk(), now=MONDAY)
        with pytest.raises(NotPossible) as refusal:
            answer(case)
        assert refusal.value.code == "nowhere_to_go"


class TestTheCheck:
    def test_V12_it_needs_a_reason_and_says_who_decided_and_in_the_ledger_why(self, asker, alma):
        case = case_of(receive(asker))
        delegation = accept(case)
        assert delegation.checked_by.email == "chandni@example.org" and delegation.reason == "Signed by Alma."
        [entry] = [entry for entry in entries_about(alma.pk) if entry.event == "rights_request.delegate_checked"]
        assert entry.facts == {"outcome": "accepted", "seen": "uploaded", "results_to": "person"}
        assert "Signed by Alma." in str(LedgerPayload.objects.get(entry=entry).content), "beside the chain (L-05)"
        assert len(mails("delegate_accepted")) == 1

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"seen": ""}, "seen"),
            ({"outcome": Check.MORE_NEEDED}, "question"),
            ({"outcome": Check.WAITING}, "outcome"),
        ],
    )
    def test_V12_nothing_of_it_is_skipped(self, asker, alma, values, code):
        case = case_of(receive(asker))
        with pytest.raises(ValidationError) as refusal:
            accept(case, **values)
        assert refusal.value.code == code
        assert Delegation.objects.get().check_state == Check.WAITING

    def test_V12_an_address_nobody_ever_proved_is_looked_at_before_it_counts_as_theirs(self, asker):
        """Whoever asks could write down an address of their own."""
        case = case_of(receive(asker))
        assert not Delegation.objects.get().channel_was_known
        with pytest.raises(ValidationError) as refusal:
            accept(case)
        assert refusal.value.code == "channel"
        assert accept(case, is_channel_checked=True).is_accepted

    def test_V12_the_desk_says_whose_records_it_is_and_they_hear_of_it_then(self, asker):
        case = case_of(receive(replace(asker, person_email="")))
        later = MONDAY + timedelta(days=1)
        accept(case, person_email="alma.z@example.org", now=later)
        delegation = Delegation.objects.get()
        assert delegation.rights_request.subject == find_by_email("alma.z@example.org")
        assert delegation.told_at == later and len(mails("delegate_asked")) == 1
        with pytest.raises(ValidationError):
            accept(case, person_email="other@example.org")

    def test_V12_the_address_of_who_asks_is_never_the_person_s(self, asker):
        case = case_of(receive(replace(asker, person_email="")))
        with pytest.raises(ValidationError):
            accept(case, person_email=GIJS)

    def test_V12_more_papers_are_asked_for_sent_and_looked_at_again(self, asker, alma):
        delegation = receive(asker)
        case = case_of(delegation)
        accept(case, outcome=Check.MORE_NEEDED, seen="", question="The second page is missing.")
        assert len(mails("delegate_papers")) == 1 and "second page" not in mails("delegate_papers")[0]["text"]
        upload = SimpleUploadedFile("volmacht.pdf", PDF)
        assert send_papers(delegation, uploads=[upload], by=as_subject(asker.delegate), now=MONDAY) == 1
        assert Delegation.objects.get().check_state == Check.WAITING
        assert case.attachments.get().subject == asker.delegate

    def test_V12_who_may_not_ask_gets_nothing_out(self, asker, alma):
        case = case_of(receive(asker))
        accept(case, outcome=Check.REJECTED)
        with pytest.raises(NotPossible):
            answer(case)
        assert len(mails("delegate_rejected")) == 1


class TestObjecting:
    def test_V12_an_objection_stops_it_for_good_and_everybody_hears(self, asker, alma):
        delegation = receive(asker)
        case = case_of(delegation)
        accept(case)
        assert object_to(delegation, by=as_subject(alma), now=MONDAY + timedelta(hours=1))
        assert not object_to(delegation, by=as_subject(alma), now=MONDAY), "twice is once"
        for late in (THREE_DAYS, THREE_DAYS + timedelta(days=10)):
            with pytest.raises(NotPossible) as refusal:
                answer(case, late)
            assert refusal.value.code == "objected"
        with pytest.raises(NotPossible):
            accept(case)
        assert [mail["to"] for mail in mails("delegate_objected")] == [GIJS]
        assert len(mails("delegate_objected_desk")) == 1
        assert RightsRequest.objects.get().is_open, "the desk still decides, in time"
        assert "rights_request.delegate_objected" in {entry.event for entry in entries_about(alma.pk)}

    def test_V12_after_it_is_over_there_is_nothing_left_to_stop(self, asker, alma):
        delegation = receive(asker)
        case = case_of(delegation)
        accept(case)
        answer(case)
        assert not object_to(delegation, by=as_subject(alma), now=THREE_DAYS)
        assert Delegation.objects.get().objected_at is None


class TestForgetting:
    def test_V12_it_goes_with_its_case_also_when_nobody_was_found(self, asker):
        case = case_of(receive(replace(asker, person_email="")))
        actions.refuse(rights_request=case, ground=Ground.UNFOUNDED, reason="No.", by=desk(), now=MONDAY)
        forget(case, by=desk(), now=THREE_DAYS)
        assert not Delegation.objects.exists() and RightsRequest.objects.get().scope == {}

    def test_V12_who_asked_sees_that_they_asked_and_is_forgotten_as_anybody(self, asker, gijs):
        receive(asker)
        [record] = keeping.records(gijs)
        assert record.value("delegate_name") == "Gijs Helper"
        assert "Zomerdijk" not in str(record), "Art. 15(4): what is about the other is the other's"
        keeping.forget(gijs)
        assert Delegation.objects.get().delegate_name == ""


class TestNobodyIsBothered:
    def test_V12_one_person_gets_three_such_mails_a_day_and_the_desk_tells_the_rest(self, asker, alma):
        told = [receive(asker).told_at is not None for _time in range(4)]
        assert told == [True, True, True, False] and len(mails("delegate_asked")) == 3

    def test_V12_what_is_being_erased_is_past_stopping(self, asker, alma):
        delegation = receive(asker, Right.ERASURE)
        case = case_of(delegation)
        actions.confirm_identity(rights_request=case, method=IdentityMethod.AT_DESK, by=desk(), now=MONDAY)
        accept(case)
        agree_to_erase(rights_request=case, by=desk(), now=THREE_DAYS)
        assert can_be_stopped(case)
        agree_to_erase(rights_request=case, by=desk("dirk@example.org"), now=THREE_DAYS)
        assert not object_to(delegation, by=as_subject(alma), now=THREE_DAYS)
        assert Delegation.objects.get().objected_at is None and not mails("delegate_objected")


def test_V10_asking_for_somebody_else_is_a_sign_of_risk(alma, asker):
    """The rule of a hold is the same as for the 72 hours to object; here only that the case tells it."""
    case = case_of(receive(asker))
    assert Risk.DELEGATE in hold_on_case(case, now=MONDAY).reasons
