"""Carrying out an erasure: once per item whatever happens, honest about what stays, and remembered afterwards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from privacy_portal.data_sources.enums import ErasureOutcome, PlanVerdict
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.erasure.actions import NotForStaff, done_by_hand, execute, progress, try_again
from privacy_portal.erasure.enums import StepState
from privacy_portal.erasure.models import ErasureStep, Suppression
from privacy_portal.erasure.portal_source import LAST_LOOK, PortalSource
from privacy_portal.erasure.saga import BACKOFF, LEASE, run_step
from privacy_portal.erasure.signals import settled
from privacy_portal.erasure.suppression import suppressed, suppressed_since
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.delivery import send_due
from privacy_portal.evidence.models import LedgerEntry
from tests.support.customers import ALMA, BAS, person, sign_in
from tests.support.fake_source import FakeSource, only, planned

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
CASE = "SPOT-2026-0142"
OFFICER = Actor.system("test")


@pytest.fixture
def alma():
    return person(now=NOW)


def shop(**kept):
    return FakeSource("shop", plan=[planned("a", PlanVerdict.REMOVE), planned("b", PlanVerdict.ANONYMISE)], **kept)


def started(subject):
    execute(CASE, subject, OFFICER, now=NOW)
    return {step.source: step for step in ErasureStep.objects.all()}


def run(step, *, days=0, now=None):
    run_step(step.pk, now=now or NOW + days * DAY, today=TODAY + days * DAY)
    step.refresh_from_db()
    return step


def events():
    return list(
        LedgerEntry.objects.filter(event__startswith="erasure.").order_by("seq").values_list("event", flat=True)
    )


# --- Once, whatever happens (E-01, E-02)


def test_it_erases_everything_a_source_lets_go_and_says_so(alma):
    source = shop()
    with only(source):
        step = run(started(alma)["shop"])
    assert source.effects == ["a", "b"]
    assert (step.state, step.counts) == (StepState.DONE, {"erased": 2})
    assert events() == ["erasure.started", "erasure.step_finished", "erasure.finished", "erasure.told"]
    assert progress(CASE).is_finished


def test_it_starts_nothing_twice_for_one_case(alma):
    with only(shop()):
        first = started(alma)
        assert started(alma) == first
    assert events() == ["erasure.started"]


def test_it_does_nothing_when_a_finished_step_is_run_again(alma):
    source = shop()
    with only(source):
        step = run(started(alma)["shop"])
        for _ in range(3):
            assert run_step(step.pk, now=NOW, today=TODAY) is None
    assert source.effects == ["a", "b"]
    assert len(events()) == 4


def test_it_runs_after_commit(alma, django_capture_on_commit_callbacks):
    source = shop()
    with only(source), django_capture_on_commit_callbacks(execute=True):
        execute(CASE, alma, OFFICER)
        assert not source.effects
    assert source.effects == ["a", "b"]


def test_it_goes_on_with_what_a_dead_worker_left_and_keeps_its_key(alma):
    source = shop()
    with only(source):
        step = started(alma)["shop"]
        # The worker erased, and died before it could write that down.
        ErasureStep.objects.update(state=StepState.RUNNING, lease_until=NOW + LEASE, attempts=1)
        source.erase(alma, source.plan, step.idempotency_key)
        assert run_step(step.pk, now=NOW, today=TODAY) is None, "the lease still runs"
        step = run(step, now=NOW + LEASE + timedelta(seconds=1))
    assert source.effects == ["a", "b"], "nothing was erased twice"
    assert step.counts == {"erased": 2}, "and the outcome is not lost"


# --- Failing


def test_it_tries_eight_times_with_growing_pauses_and_then_asks_a_colleague(alma):
    source = shop(failures=99)
    with only(source):
        step, when = started(alma)["shop"], NOW
        for pause in BACKOFF:
            step = run(step, now=when)
            assert (step.state, step.next_attempt_at) == (StepState.WAITING, when + pause)
            assert run_step(step.pk, now=step.next_attempt_at - timedelta(seconds=1), today=TODAY) is None
            when = step.next_attempt_at
        step = run(step, now=when)
        assert (step.state, source.asked) == (StepState.FAILED, 8)
        assert progress(CASE).needing_staff == (step,)
        assert not progress(CASE).can_be_answered
        source.failures = 0
        try_again(step, by=OFFICER, now=when)
        assert run(step, now=when).state == StepState.DONE
    assert events().count("erasure.step_failed") == 1
    assert when - NOW < timedelta(days=20)


def test_it_tries_again_when_one_item_failed(alma):
    class Stumbling(FakeSource):
        def _erase(self, item):
            erased = super()._erase(item)
            if item.reference == "b" and self.asked == 1:
                self.effects.remove("b")
                self.done.clear()
                return type(erased)("b", ErasureOutcome.FAILED)
            return erased

    source = Stumbling("shop", plan=[planned("a", PlanVerdict.REMOVE), planned("b", PlanVerdict.REMOVE)])
    with only(source):
        step = run(started(alma)["shop"])
        assert (step.state, step.counts) == (StepState.WAITING, {"erased": 1, "failed": 1})
        source.done.clear()
        step = run(step, now=step.next_attempt_at)
    assert (step.state, step.counts) == (StepState.DONE, {"erased": 2})


def test_it_undoes_what_an_embedded_source_half_did(alma):
    class Breaking(FakeSource):
        def erase(self, subject, items, idempotency_key, *, on=None):
            DataSubject.objects.filter(pk=subject.pk).update(language="xx")
            raise RuntimeError("alma@example.org")

    with only(Breaking("shop", plan=[planned("a", PlanVerdict.REMOVE)])):
        assert run(started(alma)["shop"]).state == StepState.WAITING
    alma.refresh_from_db()
    assert alma.language == "nl"


# --- What stays, what waits


def test_it_keeps_what_the_law_keeps_and_remembers_until_when(alma):
    until = date(2033, 12, 31)
    source = FakeSource("shop", plan=[planned("a", PlanVerdict.REMOVE), planned("b", PlanVerdict.KEEP_UNTIL, until)])
    with only(source):
        step = run(started(alma)["shop"])
    assert (step.state, step.counts) == (StepState.DONE, {"erased": 1, "retained": 1})
    kept = next(item for item in step.items if item["outcome"] == "retained")
    assert (kept["until"], kept["reason"]) == ("2033-12-31", "because")


def test_it_erases_what_it_can_now_and_the_rest_after_the_last_event(alma):
    last_day = TODAY + 5 * DAY
    source = FakeSource("shop", plan=[planned("a", PlanVerdict.REMOVE), planned("b", PlanVerdict.WAIT_FOR, last_day)])
    with only(source):
        step = run(started(alma)["shop"])
        assert (source.effects, step.state, step.deferred_until) == (["a"], StepState.DEFERRED, last_day)
        assert progress(CASE).can_be_answered
        assert not progress(CASE).is_finished
        assert not suppressed(ALMA), "who still comes may still be imported"
        assert run_step(step.pk, now=NOW + 5 * DAY, today=last_day) is None, "not on the day itself"
        step = run(step, days=6)
    assert source.effects == ["a", "b"]
    assert (step.state, step.counts) == (StepState.DONE, {"erased": 2})


def test_it_tells_the_room_above_when_the_person_can_be_answered(alma):
    told = []

    def hear(sender, case_ref, **kwargs):
        told.append(case_ref)

    settled.connect(hear)
    try:
        with only(shop(), FakeSource("lockers", capabilities=frozenset())):
            steps = started(alma)
            run(steps["shop"])
            assert told == []
            done_by_hand(steps["lockers"], outcome=ErasureOutcome.NOT_FOUND, reason="asked by phone", by=OFFICER)
    finally:
        settled.disconnect(hear)
    assert told == [CASE]


# --- By hand


def test_it_asks_a_colleague_where_no_machine_can(alma):
    with only(FakeSource("lockers", capabilities=frozenset())):
        step = started(alma)["lockers"]
        assert step.state == StepState.BY_HAND
        assert run_step(step.pk, now=NOW, today=TODAY) is None
        done_by_hand(step, outcome=ErasureOutcome.ERASED, reason="confirmed by letter", by=OFFICER, now=NOW)
    step.refresh_from_db()
    assert (step.state, step.counts) == (StepState.DONE, {"erased": 1})
    assert suppressed(ALMA)
    with pytest.raises(NotForStaff):
        done_by_hand(step, outcome=ErasureOutcome.ERASED, reason="again", by=OFFICER, now=NOW)


def test_what_the_source_itself_cannot_remove_goes_to_a_colleague_with_the_rest_gone(alma):
    plan = [planned("1", PlanVerdict.REMOVE), planned("2", PlanVerdict.BY_HAND)]
    with only(FakeSource("crm", plan=plan)):
        step = started(alma)["crm"]
        run(step)
        step.refresh_from_db()
        assert (step.state, step.counts) == (StepState.BY_HAND, {"erased": 1, "retained": 1})
        done_by_hand(step, outcome=ErasureOutcome.ERASED, reason="done in the CRM", by=OFFICER, now=NOW)
    step.refresh_from_db()
    assert (step.state, step.counts) == (StepState.DONE, {"erased": 2})
    assert [item["reference"] for item in step.items] == ["1", "crm"]


# --- Not coming back (E-06)


def test_it_remembers_the_address_as_a_hash_per_source(alma):
    bas = person(BAS, now=NOW)
    with only(shop()):
        run(started(alma)["shop"])
    assert suppressed(" Alma@EXAMPLE.org ")
    assert suppressed(ALMA, source="shop")
    assert not suppressed(ALMA, source="mail")
    assert suppressed_since(ALMA) == NOW
    assert not suppressed(BAS)
    assert not suppressed("no address at all")
    assert ALMA not in str(Suppression.objects.values_list()[0])
    assert bas.identifiers.exists(), "another person keeps everything"


# --- The sign-in goes last


def test_it_forgets_the_sign_in_a_month_later_and_only_after_everything_else(alma, client):
    sign_in(client, alma)
    with only(shop(), PortalSource()):
        steps = started(alma)
        assert run(steps["portal"]).state == StepState.DEFERRED
        late = LAST_LOOK.days + 1
        assert run(steps["portal"], days=late).state == StepState.DEFERRED, "the shop still needs the address"
        run(steps["shop"], days=late)
        assert alma.identifiers.exists()
        send_due(now=NOW + late * DAY)
        assert run(steps["portal"], days=late + 1).state == StepState.DONE
    assert not alma.identifiers.exists()
    assert not alma.sessions.exists()
    assert suppressed(ALMA), "known by the shop's step, made while the address was still there"
    assert events()[-2:] == ["erasure.step_finished", "erasure.finished"]
    assert DataSubject.objects.filter(pk=alma.pk).exists(), "the empty row keeps the proof together"


def test_it_is_carried_on_by_command(alma, capsys):
    source = shop()
    with only(source):
        started(alma)
        ErasureStep.objects.update(next_attempt_at=datetime(2020, 1, 1, tzinfo=UTC))
        call_command("run_erasures")
    assert source.effects == ["a", "b"]
    assert capsys.readouterr().out == "1 steps run, 0 need a colleague.\n"
