"""What Alma wrote to the privacy desk and what it answered: shown and taken along with the rest, hers alone, and
without anybody else's name in it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from privacy_portal.data_sources.enums import ErasureOutcome, PlanVerdict
from privacy_portal.data_sources.registry import sources
from privacy_portal.erasure.actions import execute, progress
from privacy_portal.erasure.enums import StepState
from privacy_portal.erasure.portal_source import PortalSource
from privacy_portal.erasure.saga import run_step
from privacy_portal.evidence.delivery import send_due
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.exports.scopes import selection
from privacy_portal.processing_register.queries import explanations
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.attachments import store
from privacy_portal.rights_requests.by_hand import actions as by_hand
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.rights_requests.source import RightsRequestSource
from tests.data_sources.conformance import CanCollect, CanErase
from tests.processing_register.loaded import load_register
from tests.support.customers import ALMA, BAS, person
from tests.support.fake_source import only

from .people import MONDAY, as_subject, desk, file_request

pytestmark = pytest.mark.django_db
SOURCE = RightsRequestSource()
NEXT_DAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(MONDAY, tick=False):
        load_register()
        yield


def storied(subject, name: str = "alma") -> RightsRequest:
    """Asked, doubted, believed, written about on both sides, asked elsewhere, and answered. Everything that may be told
    begins with the name; what may not, begins with "intern"."""
    by, chandni = as_subject(subject), desk()
    letter = store(subject=subject, upload=SimpleUploadedFile(f"{name}-brief.txt", b"hello", "text/plain"))
    case = file_request(subject, attachments=[letter])
    case.scope = {"answers": [{"key": "extra", "question": "Welke gegevens?", "answer": [f"{name}-vraag"]}]}
    case.save()
    case = actions.take(rights_request=case, by=chandni)
    actions.doubt_identity(rights_request=case, question=f"{name}-wie", reason="intern-reden", by=chandni)
    for colleague in (chandni, desk("dirk@example.org")):
        actions.confirm_identity(rights_request=case, method="called_back", by=colleague, now=NEXT_DAY)
    actions.send_message(rights_request=case, body=f"{name}-bericht", by=chandni)
    photo = store(subject=subject, upload=SimpleUploadedFile(f"{name}-bijlage.txt", b"more", "text/plain"))
    actions.reply(rights_request=case, body=f"{name}-antwoord", attachments=[photo], by=by)
    actions.note(rights_request=case, body="intern-notitie", by=chandni)
    actions.extend(rights_request=case, reason="complex", explanation=f"{name}-uitleg", by=chandni)
    shown, hidden = case.hand_tasks.order_by("source")[:2]
    for task, answer, is_shown in ((shown, f"{name}-kluis", True), (hidden, "intern-antwoord", False)):
        by_hand.ask(task, email="intern@keynius.example", question="intern-vraag", with_address=False, by=chandni)
        upload = SimpleUploadedFile(f"{answer}.txt", b"x", "text/plain")
        by_hand.end(task, outcome="answered", answer=answer, uploads=[upload], is_shown=is_shown, by=chandni)
    return actions.answer(rights_request=case, text=f"{name}-besluit", by=chandni)


class TestSuite(CanCollect, CanErase):
    """The common suite, with a whole story in each case."""

    source = SOURCE

    @pytest.fixture
    def alma(self):
        subject = person(ALMA)
        storied(subject)
        return subject

    @pytest.fixture
    def bas(self):
        subject = person(BAS)
        storied(subject, "bas")
        return subject


def told(subject) -> str:
    return str([(record.title, record.fields) for record in SOURCE.collect(subject)])


def test_it_is_asked_with_the_others_and_kept_by_us():
    assert "rights-requests" in {source.key for source in sources()}
    assert SOURCE.processor_key == "" and SOURCE.is_embedded


def test_it_shows_all_that_was_said_and_written_on_both_sides():
    alma = person(ALMA)
    case = storied(alma)
    parts = ("vraag", "wie", "bericht", "antwoord", "uitleg", "kluis", "besluit", "brief.txt", "bijlage.txt")
    shown = told(alma)
    assert [part for part in parts if f"alma-{part}" not in shown] == []
    [asked] = [record for record in SOURCE.collect(alma) if record.kind == "rights-request"]
    assert asked.value("asked-1-extra") == "alma-vraag"
    assert asked.title == f"Recht op inzage ({case.number})" and asked.retention_start == date(2026, 11, 2)
    kinds = {record.kind.removeprefix("rights-request-") for record in SOURCE.collect(alma)}
    assert kinds == {"rights-request", "message", "decision", "file", "place", "pause"}


def test_files_are_told_by_name_and_size():
    alma = person(ALMA)
    storied(alma)
    files = [record for record in SOURCE.collect(alma) if record.kind == "rights-request-file"]
    assert {(file.value("name"), file.value("size")) for file in files} == {
        ("alma-brief.txt", "5\xa0bytes"),
        ("alma-bijlage.txt", "4\xa0bytes"),
        ("alma-kluis.txt", "1\xa0byte"),
    }


def test_it_leaves_out_notes_doubts_colleagues_contacts_and_what_was_not_looked_at():
    """Art. 15(4), SECURITY X-04."""
    alma = person(ALMA)
    storied(alma)
    shown = told(alma)
    assert "intern" not in shown and "chandni" not in shown.lower()


def test_it_is_only_ever_of_the_person_who_asks():
    alma, bas = person(ALMA), person(BAS)
    storied(bas, "bas")
    assert list(SOURCE.collect(alma)) == [] and SOURCE.activities(alma) == frozenset()
    storied(alma)
    assert "bas-" not in told(alma)


def test_a_mailbox_alone_does_not_open_what_was_written():
    alma = person(ALMA)
    storied(alma)
    for record in SOURCE.collect(alma):
        for field in record.fields:
            assert field.secret or "alma-" not in str(field.value), field.name


def test_why_how_long_and_on_which_ground_come_from_the_register():
    why = explanations("nl")["rights-request"]
    assert why.lawful_basis == "legal_obligation" and "rights-request" in dict(why.data)
    assert why.last_day(date(2026, 11, 2)) == date(2031, 11, 2)


def test_nothing_of_it_is_taken_to_another_service():
    """Art. 20(1): it is not for a contract and not on consent."""
    alma = person(ALMA)
    storied(alma)
    portable = selection("portability", explanations("nl"))
    assert [record for record in SOURCE.collect(alma) if portable(record)] == []


def test_an_answered_request_stays_as_long_as_the_register_says_and_says_why():
    alma = person(ALMA)
    storied(alma)
    last = date(2031, 11, 2)
    [kept], [gone] = (list(SOURCE.plan_erasure(alma, day)) for day in (last, last + timedelta(days=1)))
    assert (kept.verdict, kept.until) == (PlanVerdict.KEEP_UNTIL, last) and "Art. 5" in kept.reason
    assert (gone.verdict, gone.until) == (PlanVerdict.ANONYMISE, None)
    [outcome] = SOURCE.erase(alma, [kept], "key", on=last)
    assert (outcome.outcome, outcome.until) == (ErasureOutcome.RETAINED, last)
    assert "alma-vraag" in told(alma)


def test_an_open_request_is_never_erased_under_the_hands_of_the_desk():
    alma = person(ALMA)
    case = file_request(alma)
    for on in (date(2026, 11, 2), date(2040, 1, 1)):
        [item] = SOURCE.plan_erasure(alma, on)
        assert item.verdict == PlanVerdict.KEEP_UNTIL and item.until > on
    SOURCE.erase(alma, [item], "key", on=date(2040, 1, 1))
    case.refresh_from_db()
    assert case.subject == alma


def test_what_is_erased_keeps_only_what_is_counted_and_the_ledger_says_so():
    alma = person(ALMA)
    storied(alma)
    on = date(2032, 1, 1)
    SOURCE.erase(alma, list(SOURCE.plan_erasure(alma, on)), "key", on=on)
    case = RightsRequest.objects.get()
    assert case.subject is None and case.scope == {} and not case.messages.exists() and not case.attachments.exists()
    assert LedgerEntry.objects.filter(event="rights_request.forgotten").count() == 1


def test_a_register_without_a_period_leaves_it_to_the_desk():
    from privacy_portal.processing_register.models import ProcessingActivity

    ProcessingActivity.objects.filter(key="rights-request").update(retention=None)
    alma = person(ALMA)
    storied(alma)
    [item] = SOURCE.plan_erasure(alma, date(2040, 1, 1))
    assert (item.verdict, item.until) == (PlanVerdict.BY_HAND, None) and item.reason


def test_ten_requests_cost_no_more_queries_than_one(django_assert_max_num_queries):
    alma = person(ALMA)
    for _each in range(10):
        file_request(alma)
    with django_assert_max_num_queries(6):
        assert len([record for record in SOURCE.collect(alma) if record.kind == "rights-request"]) == 10


def test_an_erasure_ends_without_it_and_keeps_nobody_from_being_forgotten():
    """Requests stay for years; that holds up neither the answer nor the sign-in, which goes after a month."""
    alma = person(ALMA)
    storied(alma)
    case = file_request(alma, right="erasure")
    with only(SOURCE, PortalSource()):
        execute(case.number, alma, desk(), now=MONDAY)
        for step in progress(case.number).steps:
            run_step(step.pk, now=MONDAY, today=MONDAY.date())
        states = {step.source: step.state for step in progress(case.number).steps}
        assert states == {"rights-requests": StepState.DONE, "portal": StepState.DEFERRED}
        assert progress(case.number).can_be_answered
        kept = next(step for step in progress(case.number).steps if step.source == "rights-requests").items
        assert {item["outcome"] for item in kept} == {"retained"} and all(item["until"] for item in kept)
        later = MONDAY + timedelta(days=40)
        send_due(now=later)
        run_step(next(s.pk for s in progress(case.number).steps if s.source == "portal"), now=later, today=later.date())
    assert not alma.identifiers.exists() and progress(case.number).is_finished
    assert "alma-vraag" in told(alma), "until its own period is over"
