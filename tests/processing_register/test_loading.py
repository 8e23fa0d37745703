"""A register file is loaded as a whole or not at all, and twice is the same as once."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from privacy_portal.processing_register.demo import SPOT
from privacy_portal.processing_register.generation import generation
from privacy_portal.processing_register.loader import RegisterFileError, load
from privacy_portal.processing_register.models import (
    ProcessingActivity,
    Processor,
    Purpose,
    RetentionPeriod,
)

from .entries import draft, processor, publish

pytestmark = pytest.mark.django_db


def spot() -> dict:
    return json.loads(SPOT.read_text(encoding="utf-8"))


def entry(document: dict, section: str, key: str) -> dict:
    return next(entry for entry in document[section] if entry["key"] == key)


@pytest.fixture
def write(tmp_path):
    def written(document) -> str:
        path = tmp_path / "register.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return path

    return written


def test_it_publishes_every_entry_in_both_languages():
    document = spot()
    report = load(SPOT)
    entries = sum(len(section) for section in document.values())
    assert (report.added, report.changed, report.unchanged) == (2 * entries, 0, 0)
    for row in Processor.objects.in_language("nl"):
        assert row.live
        assert row.get_translations().get().key == row.key


def test_a_second_time_changes_nothing(spot_register):
    before = generation()
    report = load(SPOT)
    assert (report.added, report.changed) == (0, 0)
    assert generation() == before


def test_a_changed_fact_reaches_its_entry_and_no_other(spot_register, write):
    document = spot()
    entry(document, "processors", "keynius")["country"] = "BE"
    report = load(write(document))
    assert {row.locale.language_code: row.country for row in Processor.objects.filter(key="keynius")} == {
        "nl": "BE",
        "en": "BE",
    }
    assert report.changed == 2
    assert processor("tribe").country == ""


def test_relations_and_agreements_are_replaced(spot_register, write):
    document = spot()
    keynius = entry(document, "processors", "keynius")
    keynius["agreements"] = [{"kind": "processing", "status": "concluded", "signed_on": "2024-02-01"}]
    keynius["purposes"] = ["lockers"]
    load(write(document))
    row = processor("keynius")
    assert [str(agreement.signed_on) for agreement in row.agreements.all()] == ["2024-02-01"]
    assert [purpose.key for purpose in row.purposes.all()] == ["lockers"]


def test_a_sub_processor_names_the_processor_above_it(write):
    document = spot()
    entry(document, "processors", "cj2").update(role="sub-processor", engaged_by="gentleware")
    load(write(document))
    assert processor("cj2", "en").engaged_by == processor("gentleware", "en")


def test_what_an_editor_wrote_stays_with_only_new(spot_register):
    publish(processor("keynius"), service="Kluisjes.")
    Purpose.objects.filter(key="safety").exclude(activities__isnull=False).delete()
    report = load(SPOT, only_new=True)
    assert processor("keynius").service == "Kluisjes."
    assert report.changed == 0


def test_a_loaded_change_is_not_undone_by_an_older_draft(spot_register, write):
    draft(processor("keynius"), description="Nog niet klaar.")
    document = spot()
    entry(document, "processors", "keynius")["country"] = "BE"
    load(write(document))
    assert processor("keynius").get_latest_revision_as_object().country == "BE"


def test_an_entry_made_by_hand_is_the_same_entry(write):
    from wagtail.models import Locale

    Purpose.objects.create(key="tickets", name="Kaartjes", locale=Locale.objects.get(language_code="nl"))
    load(write({"purposes": [{"key": "tickets", "name": {"nl": "Kaarten", "en": "Tickets"}}]}))
    assert Purpose.objects.in_language("nl").get().name == "Kaarten"
    assert Purpose.objects.in_language("nl").get().get_translations().get().name == "Tickets"


MISTAKES = {
    "an unknown reference": (
        lambda d: entry(d, "activities", "newsletter")["purposes"].append("world-peace"),
        "activities.newsletter.purposes: unknown reference “world-peace”",
    ),
    "an unknown single reference": (
        lambda d: entry(d, "activities", "newsletter").update(retention="forever"),
        "activities.newsletter.retention: unknown reference “forever”",
    ),
    "a reference to what stands below": (
        lambda d: entry(d, "processors", "gentleware").update(engaged_by="cj2"),
        "processors.gentleware.engaged_by: unknown reference “cj2” (what is referred to has to stand above)",
    ),
    "a bad period": (
        lambda d: entry(d, "retention_periods", "seven-years").update(period="7 years"),
        "retention_periods.seven-years.period: “7 years” is not a period.",
    ),
    "an unknown choice": (
        lambda d: entry(d, "processors", "google").update(role="friend"),
        "processors.google.role: Value 'friend' is not a valid choice.",
    ),
    "an unknown country": (
        lambda d: entry(d, "processors", "google").update(country="XX"),
        "processors.google.country: “XX” is not a country code.",
    ),
    "a missing language": (
        lambda d: entry(d, "purposes", "safety").update(name={"nl": "Veiligheid"}),
        "purposes.safety.name.en: is missing",
    ),
    "a text without languages": (
        lambda d: entry(d, "purposes", "safety").update(name="Safety"),
        "purposes.safety.name: needs a text per language: nl, en",
    ),
    "a language too many": (
        lambda d: entry(d, "purposes", "safety")["name"].update(de="Sicherheit"),
        "purposes.safety.name.de: is not a language of this site",
    ),
    "a field that does not exist": (
        lambda d: entry(d, "cookies", "own-session").update(flavour="chocolate"),
        "cookies.own-session.flavour: is not a field of this section",
    ),
    "an activity without purpose": (
        lambda d: entry(d, "activities", "camera").update(purposes=[]),
        "activities.camera.purposes: needs at least one",
    ),
    "a date that does not exist": (
        lambda d: entry(d, "processors", "google")["agreements"][0].update(signed_on="2023-02-30"),
        "processors.google.agreements[1].signed_on:",
    ),
    "a field of an agreement that does not exist": (
        lambda d: entry(d, "processors", "google")["agreements"][0].update(price=3),
        "processors.google.agreements[1].price: is not a field here",
    ),
    "a key twice": (
        lambda d: d["purposes"].append(d["purposes"][0]),
        "purposes.tickets: stands 2 times in the file",
    ),
    "no key": (lambda d: d["purposes"].append({"name": {}}), "has no key"),
    "an unknown section": (lambda d: d.update(people=[]), "people: is not a section"),
    "a section that is no list": (lambda d: d.update(cookies={}), "cookies: has to be a list of objects"),
}


@pytest.mark.parametrize(("mistake", "complaint"), MISTAKES.values(), ids=MISTAKES)
def test_it_names_the_mistake_at_its_place_and_loads_nothing(write, mistake, complaint):
    document = spot()
    mistake(document)
    with pytest.raises(RegisterFileError) as caught:
        load(write(document))
    assert complaint in str(caught.value)
    assert not ProcessingActivity.objects.exists()
    assert not RetentionPeriod.objects.exists()
    assert generation() == 0


def test_it_names_every_mistake_at_once(write):
    document = spot()
    entry(document, "retention_periods", "seven-years")["period"] = "P"
    entry(document, "processors", "google")["country"] = "XX"
    with pytest.raises(RegisterFileError) as caught:
        load(write(document))
    assert {problem.place for problem in caught.value.problems} == {
        "retention_periods.seven-years.period",
        "processors.google.country",
    }


@pytest.mark.parametrize("content", ["{", "[]", '"text"'])
def test_a_file_that_is_no_register_is_refused(write, content):
    with pytest.raises(RegisterFileError):
        load(write(content))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RegisterFileError, match="there is no such file"):
        load(tmp_path / "nothing.json")


def test_a_failure_halfway_leaves_nothing(monkeypatch):
    monkeypatch.setattr(ProcessingActivity, "save", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load(SPOT)
    assert not Processor.objects.exists()


def test_the_command_tells_what_it_did(write):
    out = StringIO()
    call_command("load_register", str(SPOT), stdout=out)
    assert "196 added" in out.getvalue()
    document = spot()
    entry(document, "processors", "google")["country"] = "XX"
    with pytest.raises(CommandError, match=r"Nothing was loaded\.\nprocessors\.google\.country"):
        call_command("load_register", str(write(document)))
