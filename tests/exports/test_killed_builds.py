"""A worker dies; the download does not (SECURITY X-07)."""

import random
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from privacy_portal.evidence import sealed_files
from privacy_portal.exports import building
from privacy_portal.exports.actions import destroy
from privacy_portal.exports.building import LEASE, MAX_ATTEMPTS, WORKER, build, claim
from privacy_portal.exports.enums import ExportState
from privacy_portal.exports.models import Export
from privacy_portal.exports.sweeping import ORPHAN_AFTER, sweep
from tests.support.customers import person
from tests.support.fake_source import FakeSource, only, order
from tests.support.killing import arena

from .reading import Opened

SHOP = [order(number) for number in range(1500)]


def queued(subject, now):
    return Export.objects.create(subject=subject, language="nl", requested_at=now)


@pytest.mark.django_db(transaction=True)
def test_it_ends_whole_or_starts_clean_when_killed_at_twenty_random_moments(tmp_path):
    now = timezone.now()
    with only(FakeSource("shop", records=SHOP)), arena(tmp_path) as place:
        first, second = (place.run(lambda n=n: queued(person(f"{n}@example.org"), now).pk) for n in range(2))
        lasts = place.seconds(lambda: build(first), lambda: build(second))
        killed = 0
        for number in range(20):
            export = place.run(lambda number=number: queued(person(f"k{number}@example.org"), now))
            killed += place.kill(
                lambda export=export: build(export.pk),
                after=random.uniform(0, lasts),
            )
        assert killed > 5
        later = now + ORPHAN_AFTER + timedelta(minutes=5)
        place.run(lambda: sweep(later))
        place.run(lambda: check_every_file(later))


def check_every_file(later):
    assert set(Export.objects.values_list("state", flat=True)) == {ExportState.READY}
    for export in Export.objects.all():
        opened = Opened.fetch(export, now=later)
        assert opened.sha256 == export.sha256
        assert opened.json("manifest.json")["records"] == len(SHOP)
    assert set(sealed_files.stored_names("exports")) == set(Export.objects.values_list("file", flat=True))


@pytest.mark.django_db
def test_it_is_built_by_one_worker_at_a_time():
    now = timezone.now()
    export = queued(person(), now)
    assert claim(export.pk, now=now)
    assert claim(export.pk, now=now) is None
    assert claim(export.pk, now=now + LEASE + timedelta(seconds=1))


@pytest.mark.django_db
def test_it_leaves_no_trace_of_a_worker_that_was_overtaken(monkeypatch):
    """The slow worker wakes up after another one took over: the file of the other stays, its own goes."""
    now = timezone.now()
    export = queued(person(), now)
    slow = building.Build(claim(export.pk, now=now), now=now)
    with only(FakeSource("shop", records=SHOP)):
        later = now + LEASE + timedelta(seconds=1)
        monkeypatch.setattr(building.timezone, "now", lambda: later)
        fast = build(export.pk, now=later)
        with pytest.raises(building.LeaseLost):
            slow.run()
    assert list(sealed_files.stored_names("exports")) == [fast.file]


@pytest.mark.django_db
def test_it_gives_up_after_three_tries_and_tells_the_person(monkeypatch):
    export = queued(person(), timezone.now())

    def broken(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(building.sealed_files, "store", broken)
    with only(FakeSource("shop", records=SHOP)):
        for _ in range(MAX_ATTEMPTS):
            with pytest.raises(OSError):
                build(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED

    from privacy_portal.evidence.models import OutboxMessage

    assert OutboxMessage.objects.get().template == "export_failed"
    assert build(export.pk) is None


@pytest.mark.django_db
def test_it_sweeps_files_without_a_row_and_rows_without_a_file_but_not_files_in_the_making():
    now = timezone.now()
    with only(FakeSource("shop", records=SHOP)):
        kept = build(queued(person(), now).pk, now=now)
        lost = build(queued(person("lost@example.org"), now).pk, now=now)
    sealed_files.delete(lost.file)
    orphan = sealed_files.store("exports", [b"nobody's"], key=sealed_files.new_key())
    other_room = sealed_files.store("attachments", [b"not ours"], key=sealed_files.new_key())
    assert sweep(now).orphans == 0, "it may still be in the making"
    swept = sweep(now + ORPHAN_AFTER + timedelta(hours=1))
    assert swept.orphans == 1
    assert not storages["private"].exists(orphan)
    assert storages["private"].exists(kept.file)
    assert storages["private"].exists(other_room)
    lost.refresh_from_db()
    assert lost.state == ExportState.EXPIRED
    sealed_files.delete(other_room)


@pytest.mark.django_db
def test_it_takes_up_a_build_whose_task_was_lost():
    now = timezone.now()
    export = queued(person(), now)
    with only(FakeSource("shop", records=SHOP)):
        assert sweep(now).rebuilt == 0
        assert sweep(now + LEASE + timedelta(minutes=1)).rebuilt == 1
    export.refresh_from_db()
    assert export.state == ExportState.READY


@pytest.mark.django_db
def test_it_destroys_nothing_twice():
    now = timezone.now()
    with only(FakeSource("shop", records=SHOP)):
        export = build(queued(person(), now).pk, now=now)
    assert destroy(export.pk, by=WORKER, now=now)
    assert not destroy(export.pk, by=WORKER, now=now)
