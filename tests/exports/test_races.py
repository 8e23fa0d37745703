"""Many at the very same moment: one build, five downloads, no more (SECURITY X-02, X-06, R-05)."""

import pytest
from django.utils import timezone

from privacy_portal.evidence.actors import Actor
from privacy_portal.exports.actions import ExportUnavailable, open_export, request_export
from privacy_portal.exports.building import build
from privacy_portal.exports.models import MAX_DOWNLOADS, Export
from tests.support.customers import person
from tests.support.fake_source import FakeSource, only, order
from tests.support.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_one_export_however_often_the_button_is_pressed_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("privacy_portal.exports.actions.tasks.build_export", Nobody())
    alma = person()

    def press(number):
        return request_export(subject=alma, by=Actor.subject(alma.pk), language="nl").pk

    *answers, count = race(press, 8, tmp_path, then=lambda: Export.objects.count())
    assert count == 1
    assert len(set(answers)) == 1


@pytest.mark.security("R-05")
def test_it_is_fetched_five_times_however_many_ask_at_once(tmp_path):
    alma = person()
    with only(FakeSource("shop", records=[order(1)])):
        export = build(Export.objects.create(subject=alma, language="nl", requested_at=timezone.now()).pk)

    def fetch(number):
        return len(b"".join(open_export(export, Actor.subject(alma.pk))))

    *answers, downloads = race(fetch, 9, tmp_path, then=lambda: Export.objects.get().downloads)
    assert sum(answer == export.size for answer in answers) == downloads == MAX_DOWNLOADS
    assert sum(isinstance(answer, ExportUnavailable) for answer in answers) == 9 - MAX_DOWNLOADS


def test_it_is_built_once_by_many_workers(tmp_path):
    alma = person()
    with only(FakeSource("shop", records=[order(number) for number in range(200)])):
        export = Export.objects.create(subject=alma, language="nl", requested_at=timezone.now())
        built = race(lambda number: build(export.pk), 4, tmp_path)
    assert sum(isinstance(each, Export) for each in built) == 1
    assert built.count(None) == 3


class Nobody:
    """A queue nobody works on."""

    def enqueue(self, export_id: str) -> None:
        self.last = export_id
