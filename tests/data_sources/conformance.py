"""What every data source must do, whatever is behind it. A test class of an adapter inherits `Conformance`, and one
class more for each capability of its source; a capability without its class is a failure, never a skipped test."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from inspect import isgenerator
from types import GeneratorType

import pytest
from django.utils import timezone

from privacy_portal.data_sources.contract import (
    Batch,
    CannotDo,
    Change,
    Field,
    Handle,
    Health,
    PlanItem,
    Record,
    Source,
    Subscription,
)
from privacy_portal.data_sources.enums import Capability, ChangeOutcome, ErasureOutcome, PlanVerdict
from privacy_portal.data_sources.rectifying import same_as
from privacy_portal.data_subjects.digests import of_identifier
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.models import DataSubject, Identifier
from tests.support.customers import ALMA, BAS, person

from .ticket_shop import TODAY

LATER = TODAY + timedelta(days=366 * 10)
HAS_UNTIL = {PlanVerdict.KEEP_UNTIL, PlanVerdict.WAIT_FOR}


def consumed(result):
    """A generator raises only when it is read."""
    return list(result) if isinstance(result, GeneratorType) or isgenerator(result) else result


def in_batch(told: Record | Batch) -> list[Record]:
    return list(told) if isinstance(told, Batch) else [told]


class Conformance:
    """Inherit, and give `source` and `fill`: put a person with this e-mail address into the source."""

    source: Source

    def fill(self, email: str) -> None:
        """Make the source hold something about the person with this address."""

    @pytest.fixture
    def alma(self, db) -> DataSubject:
        self.fill(ALMA)
        return person(ALMA)

    @pytest.fixture
    def bas(self, db) -> DataSubject:
        self.fill(BAS)
        return person(BAS)

    @pytest.fixture
    def stranger(self, db) -> DataSubject:
        return person("nobody@example.org")

    def held(self, subject: DataSubject) -> list:
        """What the source holds, comparable: records without the moment they were asked."""
        if not self.source.can(Capability.COLLECT):
            return []
        return list(self.source.collect(subject))

    # --- What it says of itself

    def test_it_introduces_itself(self):
        assert self.source.key and self.source.key.replace("-", "").isalnum() and self.source.key.islower()
        assert str(self.source.label)
        assert self.source.capabilities <= set(Capability)

    def test_it_declares_which_data_categories_it_covers(self):
        """A place that holds nothing of anybody is no source; what a field falls under is among what is declared."""
        assert self.source.categories and isinstance(self.source.categories, frozenset)
        assert set(self.source.field_categories.values()) <= self.source.categories

    def test_it_tells_its_health_without_raising(self, db):
        assert isinstance(self.source.check(), Health)

    def test_it_refuses_what_it_cannot_do(self, stranger):
        for capability, call in self.calls(stranger).items():
            if not self.source.can(capability):
                with pytest.raises(CannotDo):
                    consumed(call())

    def test_all_it_can_do_is_tested(self):
        for capability in self.source.capabilities:
            assert isinstance(self, SUITES[capability]), f"inherit {SUITES[capability].__name__}"

    def calls(self, subject: DataSubject) -> dict[Capability, Callable]:
        source = self.source
        return {
            Capability.FIND: lambda: source.find([]),
            Capability.COLLECT: lambda: source.collect(subject),
            Capability.ERASE: lambda: source.erase(subject, [], "key"),
            Capability.RECTIFY: lambda: source.rectify(subject, []),
            Capability.MOVE: lambda: source.move(subject, "old@example.org", "new@example.org"),
            Capability.RESTRICT: lambda: source.restrict(subject, True),
            Capability.SUBSCRIPTIONS: lambda: source.subscriptions(subject),
            Capability.SWEEP: lambda: source.sweep("account", TODAY),
        }


class CanFind(Conformance):
    """The rows of a person, by what that person proved."""

    def test_it_finds_by_a_proven_address_and_says_which(self, alma, bas):
        handle = Handle(IdentifierKind.EMAIL, ALMA)
        matches = list(self.source.find([handle]))
        assert matches
        assert {match.identifier for match in matches} == {handle}
        assert all(match.reference for match in matches)

    def test_it_finds_nothing_by_an_unknown_address(self, alma):
        assert list(self.source.find([Handle(IdentifierKind.EMAIL, "nobody@example.org")])) == []


class CanCollect(Conformance):
    """What is held about a person, and nobody else."""

    def test_it_holds_nothing_about_a_stranger(self, alma, stranger):
        assert list(self.source.collect(stranger)) == []

    def test_records_are_whole(self, alma):
        records = list(self.source.collect(alma))
        assert records
        for record in records:
            self.check_record(record)

    def test_batches_tell_the_same_records_in_the_same_order_per_kind(self, alma):
        """`collect` and `collect_batches` are one telling."""
        told = [record for each in self.source.collect_batches(alma) for record in in_batch(each)]
        by_kind = sorted(told, key=lambda record: record.kind)
        assert by_kind == sorted(self.source.collect(alma), key=lambda record: record.kind)
        assert told

    def test_it_holds_no_category_that_it_does_not_declare(self, alma):
        for record in self.source.collect(alma):
            assert {field.category for field in record.fields} <= self.source.categories, record.kind

    def check_record(self, record: Record) -> None:
        assert isinstance(record, Record) and record.source == self.source.key
        assert record.kind and record.reference and record.activity and record.origin
        assert isinstance(record.kind_label, str) and isinstance(record.title, str)
        assert record.retention_start is None or type(record.retention_start) is date
        assert len({field.name for field in record.fields}) == len(record.fields)
        for field in record.fields:
            assert isinstance(field, Field) and field.name and str(field.label) and field.category
            assert isinstance(field.value, str | int | bool | date | datetime | None)

    def test_references_are_unique_and_hold_no_address(self, alma):
        references = [record.reference for record in self.source.collect(alma)]
        assert len(set(references)) == len(references)
        assert not any("@" in reference for reference in references)

    def test_a_record_comes_after_the_one_it_belongs_to(self, alma):
        seen = set()
        for record in self.source.collect(alma):
            assert not record.parent or record.parent in seen
            seen.add(record.reference)

    def test_it_never_shows_somebody_else(self, alma, bas):
        shown = str([record.fields for record in self.source.collect(alma)])
        assert BAS not in shown
        theirs = {record.reference for record in self.source.collect(bas)}
        assert theirs.isdisjoint(record.reference for record in self.source.collect(alma))

    def test_it_knows_which_activities_its_records_serve(self, alma, stranger):
        served = {key for record in self.source.collect(alma) for key in record.serves}
        assert self.source.activities(alma) == served
        assert self.source.activities(stranger) == frozenset()

    def test_it_gives_secrets_marked_as_secret(self, alma):
        for record in self.source.collect(alma):
            for field in record.fields:
                assert field.secret or field.category not in {"bank-account", "birth-date"}


class CanErase(Conformance):
    """A plan that is a dry run, and an erasure that happens once."""

    def test_the_plan_changes_nothing(self, alma):
        before = self.held(alma)
        plan = list(self.source.plan_erasure(alma, LATER))
        assert plan and self.held(alma) == before
        for item in plan:
            assert isinstance(item, PlanItem) and item.reference and item.kind and item.activity and item.reason
            assert (item.until is not None) == (item.verdict in HAS_UNTIL)

    def test_the_plan_covers_all_that_is_held(self, alma):
        planned = {item.reference for item in self.source.plan_erasure(alma, LATER)}
        held = [record for record in self.source.collect(alma) if not record.parent]
        assert {record.reference for record in held} <= planned

    def test_nothing_is_held_after_everything_was_erased(self, alma):
        plan = list(self.source.plan_erasure(alma, LATER))
        assert all(item.verdict.is_final for item in plan)
        outcomes = self.source.erase(alma, plan, "case-1", on=LATER)
        assert [row.reference for row in outcomes] == [item.reference for item in plan]
        assert {row.outcome for row in outcomes} <= {ErasureOutcome.ERASED, ErasureOutcome.ANONYMISED}
        assert list(self.source.collect(alma)) == []

    def test_erasing_twice_with_one_key_answers_the_same(self, alma):
        plan = list(self.source.plan_erasure(alma, LATER))
        first = self.source.erase(alma, plan, "case-2", on=LATER)
        assert self.source.erase(alma, plan, "case-2", on=LATER) == first

    def test_erasing_again_with_another_key_finds_nothing(self, alma):
        plan = list(self.source.plan_erasure(alma, LATER))
        self.source.erase(alma, plan, "case-3", on=LATER)
        again = self.source.erase(alma, plan, "case-4", on=LATER)
        assert {row.outcome for row in again} == {ErasureOutcome.NOT_FOUND}

    def test_it_erases_nobody_else(self, alma, bas):
        before = self.held(bas)
        plan = list(self.source.plan_erasure(bas, LATER))
        outcomes = self.source.erase(alma, plan, "case-5", on=LATER)
        assert {row.outcome for row in outcomes} == {ErasureOutcome.NOT_FOUND}
        assert self.held(bas) == before


class CanRectify(Conformance):
    """Corrections are read back."""

    def test_a_correction_is_read_back(self, alma):
        change = self.a_change(alma)
        [result] = self.source.rectify(alma, [change])
        assert (result.outcome, str(result.value)) == (ChangeOutcome.CHANGED, change.value)
        record = next(each for each in self.source.collect(alma) if each.reference == change.reference)
        assert str(record.value(change.name)) == change.value
        [again] = self.source.rectify(alma, [change])
        assert again.outcome == ChangeOutcome.UNCHANGED

    def test_it_corrects_nobody_else(self, alma, bas):
        before = self.held(bas)
        [result] = self.source.rectify(alma, [self.a_change(bas)])
        assert result.outcome == ChangeOutcome.NOT_FOUND
        assert self.held(bas) == before

    def test_it_says_beforehand_that_nothing_speaks_against_it(self, alma):
        change = self.a_change(alma)
        assert self.source.objection_to(change.name, change.value) == ""

    def test_what_may_be_corrected_and_kept_elsewhere_has_a_word_for_what_it_is(self, alma):
        fields = [field for record in self.source.collect(alma) for field in record.fields if field.correctable]
        named = {same_as(field) for field in fields if field.category in {"name", "phone", "address", "postcode"}}
        assert {"first-name", "phone"} <= named

    def a_change(self, subject: DataSubject) -> Change:
        """A correction of the first correctable text the source holds."""
        for record in self.source.collect(subject):
            for field in record.fields:
                if field.correctable and isinstance(field.value, str):
                    return Change(record.reference, field.name, f"{field.value}x")
        raise AssertionError("a source that rectifies must hold something correctable")


class CanMove(Conformance):
    """Following somebody to another address, which they proved."""

    MOVED = "alma.verhuisd@example.org"

    def prove(self, alma: DataSubject) -> None:
        """As changing one's address leaves it: both are known, so that a source finds the person by either."""
        Identifier.objects.create(
            subject=alma,
            kind=IdentifierKind.EMAIL,
            value=self.MOVED,
            index=of_identifier(IdentifierKind.EMAIL, self.MOVED),
            verified_at=timezone.now(),
        )

    def test_it_follows_and_says_so_once(self, alma, bas):
        before = self.held(bas)
        self.prove(alma)
        assert self.source.move(alma, ALMA, self.MOVED) == ChangeOutcome.CHANGED
        assert self.source.move(alma, ALMA, self.MOVED) == ChangeOutcome.UNCHANGED
        assert any(self.source.find([Handle(IdentifierKind.EMAIL, self.MOVED)]))
        assert self.held(bas) == before

    def test_it_moves_nobody_else(self, alma, bas):
        before = self.held(bas)
        assert self.source.move(alma, BAS, self.MOVED) == ChangeOutcome.NOT_FOUND
        assert self.held(bas) == before


class CanRestrict(Conformance):
    """A mark that can be lifted."""

    def test_restricting_counts_rows_once(self, alma, bas):
        assert self.source.restrict(alma, True, today=TODAY) > 0
        assert self.source.restrict(alma, True, today=TODAY) == 0
        assert self.source.restrict(alma, False, today=TODAY) > 0
        assert self.source.restrict(bas, False, today=TODAY) == 0


class CanSwitch(Conformance):
    """Mailings on and off."""

    def test_a_switch_stays_as_it_was_set(self, alma, bas):
        others = self.source.subscriptions(bas)
        [first, *_rest] = self.source.subscriptions(alma)
        assert isinstance(first, Subscription)
        for on in (not first.on, first.on):
            assert self.source.set_subscription(alma, first.key, on, today=TODAY) is True
            now = {each.key: each for each in self.source.subscriptions(alma)}[first.key]
            assert (now.on, now.since) == (on, TODAY)
        assert self.source.subscriptions(bas) == others

    def test_a_stranger_has_no_switches(self, alma, stranger):
        assert self.source.subscriptions(stranger) == ()
        assert self.source.set_subscription(stranger, "newsletter-agenda", True, today=TODAY) is False


class CanSweep(Conformance):
    """Past its period: counted, then gone in batches."""

    activity: str

    def test_it_sweeps_what_is_past_and_nothing_else(self, alma, bas):
        before = self.held(bas)
        assert self.source.expired(self.activity, TODAY - timedelta(days=3650)) == 0
        assert self.source.sweep(self.activity, TODAY - timedelta(days=3650), today=TODAY).references == ()
        assert self.held(bas) == before

    def test_a_sweep_goes_in_batches_until_nothing_is_left(self, alma, bas):
        due = self.source.expired(self.activity, LATER)
        assert due >= 2
        swept = 0
        while references := self.source.sweep(self.activity, LATER, limit=1, today=LATER).references:
            assert len(references) == 1
            swept += 1
        assert swept == due and self.source.expired(self.activity, LATER) == 0


SUITES: dict[Capability, type[Conformance]] = {
    Capability.FIND: CanFind,
    Capability.COLLECT: CanCollect,
    Capability.ERASE: CanErase,
    Capability.RECTIFY: CanRectify,
    Capability.MOVE: CanMove,
    Capability.RESTRICT: CanRestrict,
    Capability.SUBSCRIPTIONS: CanSwitch,
    Capability.SWEEP: CanSweep,
}
