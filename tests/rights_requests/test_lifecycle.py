"""The table of states as a whole, and lives of a thousand cases at random."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.clock import day_of, extension_possible_until
from privacy_portal.rights_requests.enums import (
    CLOCK_RUNNING,
    CLOSED,
    GROUNDS,
    OPEN,
    ExtensionReason,
    Ground,
    IdentityMethod,
    Status,
    grounds_for,
)
from privacy_portal.rights_requests.erasing import agree_to_erase
from privacy_portal.rights_requests.identity import open_override
from privacy_portal.rights_requests.lifecycle import TRANSITIONS, NotPossible, Verb, may, next_status
from privacy_portal.rights_requests.models import ErasureOrder

from .people import MONDAY, as_subject, desk, file_request


def test_every_state_is_in_the_table_and_in_one_group():
    assert set(TRANSITIONS) == set(Status) == OPEN | CLOSED
    assert not OPEN & CLOSED
    assert CLOCK_RUNNING < OPEN


def test_every_state_can_be_reached_from_the_first():
    reached, fresh = set(), {Status.RECEIVED}
    while fresh:
        reached |= fresh
        fresh = {after for state in fresh for after in TRANSITIONS[state].values()} - reached
    assert reached == set(Status)


def test_nothing_leaves_a_closed_state_and_every_open_one_can_be_closed():
    for state in CLOSED:
        assert TRANSITIONS[state] == {}
    for state in OPEN:
        assert CLOSED & set(TRANSITIONS[state].values())


def test_every_verb_is_used_and_what_is_not_in_the_table_is_refused():
    assert {verb for verbs in TRANSITIONS.values() for verb in verbs} == set(Verb)
    for state in Status:
        for verb in Verb:
            if not may(state, verb):
                with pytest.raises(NotPossible):
                    next_status(state, verb)


def test_every_ground_has_an_article_and_every_right_some_ground():
    assert set(GROUNDS) == set(Ground)
    assert all(info.article for info in GROUNDS.values())
    assert all(grounds_for(right) for right in Right)


# A copy takes a switch and somebody who looked at it (test_identity_documents).
WITHOUT_A_COPY = [method for method in IdentityMethod if method != IdentityMethod.DOCUMENT_COPY]


class LifeOfACase(RuleBasedStateMachine):
    """Any verb at any moment: the case obeys the table, and the dates only ever move forward."""

    def __init__(self):
        super().__init__()
        self.now = MONDAY
        self.case = file_request(right=Right.ERASURE)
        self.due, self.statutory = self.case.due_on, self.case.statutory_due_on
        self.was_closed = False

    def do(self, verb: Verb, action, possible: bool = True, **more) -> None:
        before = self.case.state
        expected = TRANSITIONS[before].get(verb) if possible else None
        entries = LedgerEntry.objects.count()
        try:
            action(rights_request=self.case, now=self.now, **{"by": desk(), **more})
        except NotPossible:
            assert expected is None
            assert LedgerEntry.objects.count() == entries
        else:
            assert expected is not None
        self.case.refresh_from_db()
        assert self.case.state == (expected or before)

    @rule(hours=st.integers(1, 24 * 9))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def take(self):
        self.do(Verb.TAKE, actions.take)

    @rule()
    def ask(self):
        self.do(Verb.ASK, actions.ask_subject, question="?")

    @rule()
    def write(self):
        self.do(Verb.MESSAGE, actions.send_message, body="!")

    @rule()
    def reply(self):
        self.do(Verb.REPLY, actions.reply, body="!", by=as_subject(self.case.subject))

    @rule()
    def doubt(self):
        self.do(Verb.DOUBT_IDENTITY, actions.doubt_identity, question="?", reason="?")

    @rule()
    def resume(self):
        self.do(Verb.RESUME, actions.resume)

    @rule(method=st.sampled_from(WITHOUT_A_COPY))
    def confirm(self, method):
        """After doubt by two people; a colleague who says something else, or the same person again, is refused."""
        if not self.case.pauses.exists():
            self.do(Verb.CONFIRM_IDENTITY, actions.confirm_identity, method=method)
            return
        said = open_override(self.case)
        if not said and not self.case.identity_confirmed_at and may(self.case.state, Verb.CONFIRM_IDENTITY):
            before = self.case.state
            actions.confirm_identity(rights_request=self.case, method=method, by=desk(), now=self.now)
            self.case.refresh_from_db()
            assert self.case.state == before
        else:
            second = desk("dirk@example.org")
            self.do(Verb.CONFIRM_IDENTITY, actions.confirm_identity, not said, method=method)
            fits = said is not None and said.method == method
            self.do(Verb.CONFIRM_IDENTITY, actions.confirm_identity, fits, method=method, by=second)

    @rule(reason=st.sampled_from(ExtensionReason))
    def extend(self, reason):
        in_time = day_of(self.now) <= extension_possible_until(self.case)
        possible = in_time and not self.case.is_extended
        self.do(Verb.EXTEND, actions.extend, possible, reason=reason, explanation="x")

    @property
    def is_being_erased(self) -> bool:
        return ErasureOrder.objects.filter(rights_request=self.case, approved_at__isnull=False).exists()

    @rule(ground=st.sampled_from(Ground))
    @precondition(lambda self: self.case.state != Status.RECEIVED)
    def refuse(self, ground):
        possible = ground in grounds_for(Right.ERASURE) and not self.is_being_erased
        self.do(Verb.REFUSE, actions.refuse, possible, ground=ground, reason="x")

    @rule()
    @precondition(lambda self: self.now > MONDAY + timedelta(days=10))
    def answer(self):
        possible = not ErasureOrder.objects.filter(rights_request=self.case).exists()
        self.do(Verb.ANSWER, actions.answer, possible, text="x")

    @rule(email=st.sampled_from(["chandni@example.org", "dirk@example.org"]))
    def agree_to_erase(self, email):
        order = ErasureOrder.objects.filter(rights_request=self.case).first()
        possible = self.case.identity_confirmed_at is not None and (
            order is None
            or (not order.is_approved and order.proposed_by.email != email and self.now >= MONDAY + timedelta(hours=72))
        )
        self.do(Verb.ERASE, agree_to_erase, possible, by=desk(email))

    @rule()
    @precondition(lambda self: self.now > MONDAY + timedelta(days=20))
    def withdraw(self):
        possible = not self.is_being_erased
        self.do(Verb.WITHDRAW, actions.withdraw, possible, by=as_subject(self.case.subject))

    @invariant()
    def dates_never_move_back(self):
        assert self.case.due_on >= self.due
        assert self.case.statutory_due_on >= self.statutory
        assert self.case.due_on <= self.case.statutory_due_on
        self.due, self.statutory = self.case.due_on, self.case.statutory_due_on

    @invariant()
    def closed_never_reopens(self):
        assert self.case.state.is_closed or not self.was_closed
        self.was_closed = self.case.state.is_closed
        assert (self.case.closed_at is not None) == self.was_closed

    @invariant()
    def the_clock_stands_still_exactly_while_in_doubt(self):
        in_doubt = self.case.state == Status.IDENTITY_IN_DOUBT
        assert self.case.pauses.filter(ended_on=None).count() == int(in_doubt)

    @invariant()
    def nobody_erases_alone(self):
        for order in ErasureOrder.objects.filter(approved_at__isnull=False):
            assert order.approved_by_id != order.proposed_by_id

    @invariant()
    def decided_exactly_when_answered_or_refused(self):
        decided = self.case.state in {Status.ANSWERED, Status.REFUSED}
        assert hasattr(type(self.case).objects.get(pk=self.case.pk), "decision") == decided


@pytest.mark.django_db
def test_any_life_of_a_case():
    limits = settings(max_examples=12, stateful_step_count=20, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(LifeOfACase, settings=limits)
