"""Alma's page goes out at once. Systems elsewhere are asked behind it; what they say is kept sealed, for her session
only and for minutes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language, override

from privacy_portal.consent.known import known_for_page
from privacy_portal.data_sources import breaker, registry
from privacy_portal.data_sources.contract import Field, Record, Subscription
from privacy_portal.data_sources.enums import AnswerState
from privacy_portal.data_sources.kept_answers import asking, packing
from privacy_portal.data_sources.kept_answers.models import DEADLINE, LASTS, KeptAnswer
from privacy_portal.data_sources.kept_answers.reading import answers_for_page, forget_answers
from privacy_portal.data_subjects import actions, sessions
from privacy_portal.data_subjects.enums import Method
from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.data_subjects.purging import purge
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.fields import Sealed
from tests.support.customers import ALMA, BAS, person
from tests.support.outside.connected import Connected, connected, settle

KEY = Connected.key


@pytest.fixture(autouse=True)
def _nine_o_clock():
    """Standing still, so that a slow machine is not late."""
    with time_machine.travel(datetime(2026, 11, 22, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def service():
    with connected() as (state, outside):
        state.outside = outside
        yield state


def session_of(subject):
    return sessions.begin(subject, method=Method.CODE, now=timezone.now())[0]


def answer_of(session, now=None):
    answers = {each.source.key: each for each in answers_for_page(session, now=now or timezone.now())}
    assert list(answers) == [source.key for source in registry.sources()]
    return answers[KEY]


@pytest.mark.django_db(transaction=True)
class TestAskedBehindThePage:
    """With real threads, each on a connection of its own."""

    def test_the_page_waits_for_nobody_and_the_next_one_shows_what_came(self, service):
        service.add(ALMA, FNAME="Alma")
        session = session_of(person())
        service.outside.pause = 0.4
        with override("en"):
            assert answer_of(session).state == AnswerState.ASKING
            assert answer_of(session).state == AnswerState.ASKING
        settle()
        requests = len(service.outside.asked)
        with override("en"):
            answer = answer_of(session)
        assert answer.state == AnswerState.ANSWERED and answer.is_whole
        record = next(iter(answer.records))
        assert record.value("merge_fields-fname") == "Alma" and record.kind_label
        assert len(service.outside.asked) == requests, "asked once"
        self.the_thread_leaves_nothing_behind()
        self.is_sealed_and_goes_with_the_session(session)

    def the_thread_leaves_nothing_behind(self):
        def left():
            return connection.vendor != "sqlite" and connection.connection, get_language()

        assert asking._LANES[KEY].pool.submit(left).result() in ((None, "nl"), (False, "nl"))

    def is_sealed_and_goes_with_the_session(self, session):
        sealed = KeptAnswer.objects.values_list("content", flat=True).get()
        assert isinstance(sealed, Sealed) and b"Alma" not in bytes(sealed) and ALMA.encode() not in bytes(sealed)
        other = session_of(person(BAS))
        actions.sign_out(session)
        assert not KeptAnswer.objects.exists() and list(CustomerSession.objects.all()) == [other]

    def test_nothing_held_is_told_apart_and_switches_are_asked_beside(self, service):
        session = session_of(person())
        assert answer_of(session).state == AnswerState.ASKING
        settle()
        assert answer_of(session).state == AnswerState.NOTHING
        known = known_for_page(session, now=timezone.now())
        assert known.asking and not known.is_complete
        settle()
        known = known_for_page(session, now=timezone.now())
        assert known.is_complete and not known.asking

    def test_an_answer_that_comes_after_signing_out_is_kept_nowhere(self, service, caplog):
        service.add(ALMA, FNAME="Alma")
        service.outside.pause = 0.3
        session = session_of(person())
        answer_of(session)
        actions.sign_out(session)
        settle()
        assert not KeptAnswer.objects.exists()
        assert "not kept" not in caplog.text

    def test_a_broken_system_is_told_without_its_words_and_left_alone(self, service, caplog):
        service.outside.fault = "html"
        session = session_of(person())
        answer_of(session)
        settle()
        answer = answer_of(session)
        assert answer.state == AnswerState.COULD_NOT_ASK and answer.retry_at > timezone.now()
        assert "alma@" not in caplog.text
        requests = len(service.outside.asked)
        assert answer_of(session_of(person(BAS))).state == AnswerState.COULD_NOT_ASK
        assert len(service.outside.asked) == requests, "the breaker is everybody's"


@pytest.mark.django_db
class TestTheClockDecides:
    """Inside a transaction nothing is asked yet: as when the process that was asking has been stopped."""

    def test_a_system_that_is_late_could_not_be_asked_until_it_is_tried_again(self, service):
        session, now = session_of(person()), timezone.now()
        assert answer_of(session).state == AnswerState.ASKING
        late = answer_of(session, now + DEADLINE)
        assert (late.state, late.retry_at) == (AnswerState.COULD_NOT_ASK, now + DEADLINE + breaker.PAUSES[0])
        assert answer_of(session, late.retry_at - timedelta(seconds=1)).retry_at == late.retry_at, "counted once"
        assert answer_of(session, late.retry_at).state == AnswerState.ASKING

    def test_a_late_answer_is_welcome_and_an_older_one_is_not(self, service):
        session, now = session_of(person()), timezone.now()
        answer_of(session)
        row = KeptAnswer.objects.get()
        answer_of(session, now + DEADLINE)
        claim = asking.Claim(row.pk, now - LASTS, registry.source(KEY), row.question, row.language, ())
        content = {"records": [], "whole": True}
        asking._keep(claim, content)
        assert answer_of(session, now + DEADLINE).state == AnswerState.COULD_NOT_ASK
        asking._keep(replace(claim, asked_at=now), content)
        assert answer_of(session, now + DEADLINE).state == AnswerState.NOTHING

    def test_what_was_heard_is_asked_again_after_a_while_and_removed(self, service):
        mine, others, now = session_of(person()), session_of(person(BAS)), timezone.now()
        answer_of(mine)
        answer_of(others, now + timedelta(minutes=1))
        KeptAnswer.objects.update(state=AnswerState.NOTHING)
        assert answer_of(mine, now + LASTS).state == AnswerState.ASKING
        assert KeptAnswer.objects.count() == 2
        answer_of(mine, now + 3 * LASTS)
        assert not KeptAnswer.objects.filter(session=others).exists()

    def test_it_goes_when_access_is_stopped_when_time_is_up_and_when_something_changed(self, service):
        subject = person()
        answer_of(session_of(subject))
        forget_answers(subject)
        assert not KeptAnswer.objects.exists()
        answer_of(session_of(subject))
        actions.freeze(subject, by=Actor.subject(subject.pk))
        assert not KeptAnswer.objects.exists()
        session = session_of(person(BAS))
        answer_of(session)
        list(purge(session.ends_at + timedelta(seconds=1)))
        assert not KeptAnswer.objects.exists()

    def test_each_language_hears_its_own_words(self, service):
        session = session_of(person())
        for language in ("nl", "en"):
            with override(language):
                answer_of(session)
        assert set(KeptAnswer.objects.values_list("language", flat=True)) == {"nl", "en"}


MOMENT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
RECORD = Record(
    source="x",
    kind="order",
    kind_label="Orders",
    reference="order-1",
    activity="ticket-order",
    fields=(
        Field("day", "Day", date(2026, 1, 2), "order", secret=True, activity="refund"),
        Field("moment", "Moment", MOMENT, "order"),
        Field("like", "Like a day", "2026-01-02", "order", unit="EUR"),
        Field("yes", "Yes", True, "order", correctable=True),
        Field("number", "Number", 7, "order"),
        Field("none", "None", None, "order"),
    ),
    origin="From yourself",
    retention_start=date(2026, 1, 2),
    title="Order 1",
    parent="order-0",
    as_of=MOMENT,
    also=("post",),
)


class TestPacking:
    def test_it_comes_out_as_it_went_in(self):
        other = replace(RECORD, retention_start=None, as_of=None, also=(), fields=())
        content = packing.packed_records([RECORD, other])
        assert KeptAnswer._meta.get_field("content").to_bytes(content)
        assert packing.unpacked_records(content) == (RECORD, other) and content["whole"]
        switches = (Subscription("a", "A", True, date(2026, 1, 2)), Subscription("b", "B", False, None))
        assert packing.unpacked_subscriptions(packing.packed_subscriptions(switches)) == switches

    @pytest.mark.parametrize("text", ["x", "x" * 100_000])
    def test_what_does_not_fit_is_left_out_and_said(self, text):
        record = replace(RECORD, fields=(Field("a", "A", text, "order"),))
        content = packing.packed_records(record for _ in range(packing.MOST_RECORDS + 1))
        assert not content["whole"] and 0 < len(content["records"]) <= packing.MOST_RECORDS
