"""A system was away when the file was made; later it answers, and only it is asked again (SECURITY X-05)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.utils import timezone

from privacy_portal.evidence import sealed_files
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry, OutboxMessage
from privacy_portal.exports.actions import ExportUnavailable, complete_export, expire, request_export
from privacy_portal.exports.building import build
from privacy_portal.exports.enums import ExportState, Format
from privacy_portal.exports.models import MAX_DOWNLOADS, Export
from privacy_portal.exports.sweeping import ORPHAN_AFTER, sweep
from tests.support.customers import person
from tests.support.fake_source import FakeSource, only, order
from tests.support.killing import arena, kill_me

from .reading import Opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Breaking(FakeSource):
    """Gives one record and breaks off, until it is whole again."""

    whole = False

    def collect(self, subject):
        self._answer()
        for number, record in enumerate(self.records):
            if number and not self.whole:
                raise ConnectionError("alma@example.org")
            yield record


@pytest.fixture
def alma():
    return person(now=NOW)


@pytest.fixture
def places():
    """A shop that answers, a CRM that is away once, and lockers asked by hand."""
    shop = FakeSource("shop", records=[order(number, source="shop", note=None) for number in range(3)])
    crm = FakeSource("crm", failures=1, records=[order(number, source="crm") for number in range(2)])
    with only(shop, crm, FakeSource("lockers", capabilities=frozenset())):
        yield shop, crm


def partial(subject, now=NOW, **choice) -> Export:
    asked = request_export(subject=subject, by=Actor.subject(subject.pk, "A2"), language="nl", now=now, **choice)
    export = build(asked.pk, now=now)
    assert export.is_partial and export.remainder
    cache.clear()  # the system that failed has rested
    return export


def completed(export, now=NOW + HOUR) -> Export:
    return build(complete_export(export, by=Actor.subject(export.subject_id, "A2"), now=now).pk, now=now)


def test_it_asks_only_what_did_not_answer_and_makes_a_whole_file(alma, places):
    shop, crm = places
    export = partial(alma)
    whole = completed(export)
    assert (shop.asked, crm.asked) == (1, 2)
    assert (whole.state, whole.is_partial, whole.remainder, whole.records) == (ExportState.READY, False, "", 5)
    opened = Opened.fetch(whole, now=NOW + HOUR)
    manifest = opened.json("manifest.json")
    assert (manifest["partial"], manifest["completes"]) == (False, str(export.pk))
    assert manifest["groups"] == {"shop-order": 3, "crm-order": 2}
    assert [each["state"] for each in manifest["sources"]] == ["answered", "answered", "by-hand"]
    assert "NIET VOLLEDIG" not in opened.text("README.txt")
    export.refresh_from_db()
    assert export.state == ExportState.READY, "the partial file stays as it was"


def test_it_holds_what_a_file_made_in_one_go_would_hold(alma, places):
    whole = Opened.fetch(completed(partial(alma)), now=NOW + HOUR)
    Export.objects.all().delete()
    at_once = build(Export.objects.create(subject=alma, language="nl", requested_at=NOW).pk, now=NOW)
    assert not at_once.is_partial
    at_once = Opened.fetch(at_once, now=NOW)
    assert whole.json()["groups"] == at_once.json()["groups"]
    for name in ("tables/shop-order.csv", "tables/crm-order.csv"):
        assert whole.bytes(name) == at_once.bytes(name)


def test_what_came_before_a_system_broke_off_is_not_there_twice(alma):
    crm = Breaking("crm", records=[order(number, source="crm") for number in range(4)])
    with only(crm):
        export = partial(alma)
        assert export.records == 1
        crm.whole = True
        whole = completed(export)
    assert (whole.records, whole.is_partial) == (4, False)


def test_it_is_partial_again_when_the_system_is_still_away(alma, places):
    _shop, crm = places
    export = partial(alma)
    crm.failures = 1
    again = completed(export)
    assert (again.is_partial, again.missing) == (True, ["crm"])
    cache.clear()
    assert not completed(again, NOW + 2 * HOUR).is_partial


def test_it_keeps_the_choice_that_was_made(alma, places):
    export = partial(alma, formats=[Format.CSV], sources=["shop", "crm"], byte_order_mark=False)
    opened = Opened.fetch(completed(export), now=NOW + HOUR)
    assert opened.names == ["README.txt", "tables/shop-order.csv", "tables/crm-order.csv", "manifest.json"]
    assert not opened.bytes("tables/crm-order.csv").startswith(b"\xef\xbb\xbf")


def test_it_does_not_count_as_the_file_of_the_day(alma, places):
    _shop, crm = places
    export = partial(alma)
    for hours in range(1, 4):
        crm.failures = 1
        export = completed(export, NOW + hours * HOUR)
        cache.clear()
    assert Export.objects.count() == 4


def test_it_is_one_completion_however_often_the_button_is_pressed(alma, places):
    export = partial(alma)
    by = Actor.subject(alma.pk, "A2")
    first = complete_export(export, by=by, now=NOW)
    assert complete_export(export, by=by, now=NOW) == first
    build(first.pk, now=NOW)
    assert complete_export(export, by=by, now=NOW) == first


def test_it_is_told_in_the_ledger_and_by_mail(alma, places):
    whole = completed(partial(alma))
    asked = LedgerEntry.objects.get(event="export.completion-requested")
    assert asked.target == str(whole.pk)
    assert OutboxMessage.objects.filter(template="export_ready").count() == 2


def test_it_is_refused_for_a_whole_file_an_expired_one_and_a_frozen_person(alma, places):
    export = partial(alma)
    by = Actor.subject(alma.pk, "A2")
    with pytest.raises(ExportUnavailable):
        complete_export(export, by=by, now=NOW + timedelta(days=7))
    with pytest.raises(ExportUnavailable):
        complete_export(completed(export), by=by, now=NOW)
    alma.frozen_at = NOW
    alma.save()
    with pytest.raises(ExportUnavailable):
        complete_export(export, by=by, now=NOW)


def test_it_is_possible_also_after_the_last_download(alma, places):
    export = partial(alma)
    Export.objects.update(downloads=MAX_DOWNLOADS)
    assert not completed(export).is_partial


def test_what_is_kept_for_it_is_noise_and_goes_with_the_key(alma, places):
    export = partial(alma)
    with storages["private"].open(export.remainder, "rb") as file:
        assert b"W-1" not in file.read()
    assert set(sealed_files.stored_names("exports")) == {export.file, export.remainder}
    assert sweep(NOW + ORPHAN_AFTER + HOUR).orphans == 0, "it is no orphan while its download lives"
    expire(NOW + timedelta(days=8))
    export.refresh_from_db()
    assert (export.key, export.remainder) == (None, "")
    assert list(sealed_files.stored_names("exports")) == []


def test_it_asks_everything_when_what_was_kept_is_gone(alma, places):
    shop, _crm = places
    export = partial(alma)
    asked = complete_export(export, by=Actor.subject(alma.pk, "A2"), now=NOW)
    sealed_files.delete(export.remainder)
    whole = build(asked.pk, now=NOW)
    assert (whole.records, shop.asked) == (5, 2)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_the_two_files_leaves_a_clean_retry(tmp_path, monkeypatch):
    now = timezone.now()
    with only(FakeSource("shop", records=[order(1)]), FakeSource("crm", failures=99)), arena(tmp_path) as place:
        export = place.run(lambda: Export.objects.create(subject=person(), language="nl", requested_at=now))
        with monkeypatch.context() as patched:
            patched.setattr("privacy_portal.exports.building.Build._finish", kill_me)
            assert place.run_until_killed(lambda: build(export.pk))
        later = now + ORPHAN_AFTER + timedelta(minutes=5)
        assert place.run(lambda: sweep(later)).orphans == 2
        kept = place.run(lambda: Export.objects.values_list("file", "remainder", "state").get())
    assert kept[2] == ExportState.READY
    assert set(sealed_files.stored_names("exports")) == set(kept[:2])
