"""A download from asking to destruction, as the person who asked for it sees it."""

from base64 import b64encode
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command

from privacy_portal.data_sources.enums import Capability
from privacy_portal.evidence import sealed_files
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry, OutboxMessage
from privacy_portal.exports import building
from privacy_portal.exports.actions import (
    ExportUnavailable,
    TooManyExports,
    expire,
    open_export,
    request_export,
)
from privacy_portal.exports.building import build, give_up, key_of
from privacy_portal.exports.enums import ExportState, Format, Scope
from privacy_portal.exports.models import MAX_DOWNLOADS, Export
from privacy_portal.gdpr.lawful_bases import LawfulBasis
from privacy_portal.gdpr.periods import Period
from privacy_portal.processing_register.queries import Explanation
from tests.support.customers import BAS, person
from tests.support.fake_source import FakeSource, only, order

from .reading import Opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SHOP = [order(1), order(2, holder="=cmd|' /C calc'!A0", note="<script>alert(1)</script>\nsecond line")]


def ask(subject, now=NOW, **choice) -> Export:
    by = Actor.subject(subject.pk, "A2")
    return request_export(subject=subject, by=by, language=choice.pop("language", "nl"), now=now, **choice)


def made(subject, *sources, now=NOW, **choice) -> Export:
    with only(*(sources or [FakeSource("shop", records=SHOP)])):
        return build(ask(subject, now=now, **choice).pk, now=now)


@pytest.fixture
def alma():
    return person(now=NOW)


# --- What is in it


def test_it_holds_a_readme_a_page_the_data_a_table_per_group_and_a_manifest(alma):
    opened = Opened.fetch(made(alma), now=NOW)
    assert opened.names == ["README.txt", "index.html", "data.json", "tables/shop-order.csv", "manifest.json"]


def test_it_gives_every_record_to_another_program(alma):
    data = Opened.fetch(made(alma), now=NOW).json()
    assert (data["schema"], data["scope"], data["article"]) == ("1", "access", "15(3)")
    [group] = data["groups"]
    assert [column["name"] for column in group["columns"]] == ["number", "placed_on", "total", "holder", "note"]
    assert [column["type"] for column in group["columns"]] == ["text", "date", "number", "text", "text"]
    assert [record["reference"] for record in group["records"]] == ["order-1", "order-2"]
    assert group["records"][0]["fields"] == {"number": "W-1", "placed_on": "2024-03-09", "total": 42}


def test_it_gives_a_table_no_spreadsheet_runs(alma):
    heading, first, second = Opened.fetch(made(alma), now=NOW).table("tables/shop-order.csv")
    assert heading == ["Kenmerk", "Number", "Placed_on", "Total", "Holder", "Note", "Bewaard tot en met"]
    assert first[:5] == ["order-1", "W-1", "2024-03-09", "42", ""]
    assert second[4] == "'=cmd|' /C calc'!A0"


@pytest.mark.parametrize("mark", [True, False])
def test_its_tables_carry_a_byte_order_mark_if_the_person_wants(alma, mark):
    table = Opened.fetch(made(alma, byte_order_mark=mark), now=NOW).bytes("tables/shop-order.csv")
    assert table.startswith(b"\xef\xbb\xbf") is mark
    assert b"\r\n" in table
    table.decode()


class Tags(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.tags, self.addresses, self.headings = [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in {"src", "href", "action", "srcset"}]


def test_it_gives_a_page_that_runs_nothing_and_asks_nobody(alma):
    page = Opened.fetch(made(alma), now=NOW).text("index.html")
    tags = Tags(page)
    assert not {"script", "link", "img", "iframe", "form", "object"} & set(tags.tags)
    assert all(address.startswith("#") for address in tags.addresses)
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert tags.tags.count("h1") == 1


def test_its_page_allows_its_own_style_by_hash_only(alma):
    page = Opened.fetch(made(alma), now=NOW).text("index.html")
    style = page.split("<style>")[1].split("</style>")[0]
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in page


def test_its_page_speaks_the_language_of_the_person(alma):
    dutch = Opened.fetch(made(alma), now=NOW).text("index.html")
    assert '<html lang="nl">' in dutch
    assert "9 maart 2024" in dutch
    english = Opened.fetch(made(person(BAS, now=NOW), language="en"), now=NOW).text("index.html")
    assert "9 March 2024" in english or "March 9, 2024" in english


def test_its_readme_tells_what_is_there_and_what_to_do(alma):
    readme = Opened.fetch(made(alma), now=NOW).text("README.txt")
    for words in ("index.html", "data.json", "Fake shop: 2 regels", "KLOPT ER IETS NIET?"):
        assert words in readme
    assert max(len(line) for line in readme.splitlines() if "http" not in line) <= 78


def test_it_proves_that_it_is_whole(alma):
    export = made(alma)
    opened = Opened.fetch(export, now=NOW)
    manifest = opened.json("manifest.json")
    assert manifest["records"] == export.records == 2
    assert manifest["groups"] == {"shop-order": 2}
    assert {each["name"] for each in manifest["files"]} == {*opened.names} - {"manifest.json"}
    for each in manifest["files"]:
        content = opened.bytes(each["name"])
        assert (each["size"], each["sha256"]) == (len(content), sha256(content).hexdigest())
    assert (export.size, export.sha256) == (len(opened.data), opened.sha256)


def test_it_names_files_without_a_word_of_the_source(alma):
    shop = FakeSource("../../etc", records=[order(1, source="../../etc")])
    opened = Opened.fetch(made(alma, shop), now=NOW)
    assert all(name.isascii() and ".." not in name and not name.startswith("/") for name in opened.names)


@pytest.mark.parametrize(
    ("formats", "names"),
    [
        ([Format.JSON], ["README.txt", "data.json", "manifest.json"]),
        ([Format.CSV], ["README.txt", "tables/shop-order.csv", "manifest.json"]),
        ([Format.HTML], ["README.txt", "index.html", "manifest.json"]),
    ],
)
def test_it_holds_the_forms_that_were_chosen(alma, formats, names):
    assert Opened.fetch(made(alma, formats=formats), now=NOW).names == names


def test_it_asks_only_the_sources_that_were_chosen(alma):
    shop, mail = FakeSource("shop", records=SHOP), FakeSource("mail", records=[order(3, source="mail")])
    data = Opened.fetch(made(alma, shop, mail, sources=["mail"]), now=NOW).json()
    assert [source["key"] for source in data["sources"]] == ["mail"]
    assert shop.asked == 0


# --- Gaps are told


def test_it_tells_which_source_did_not_answer_and_gives_the_rest(alma):
    manual = FakeSource("lockers", capabilities=frozenset())
    dead = FakeSource("crm", failures=99, records=SHOP)
    export = made(alma, FakeSource("shop", records=SHOP), dead, manual)
    opened = Opened.fetch(export, now=NOW)
    manifest = opened.json("manifest.json")
    assert manifest["unanswered"] == export.unanswered == ["crm", "lockers"]
    assert manifest["could_not_ask"] == export.missing == ["crm"]
    assert (manifest["asked"], manifest["by_hand"]) == (["shop", "crm"], ["lockers"])
    assert manifest["partial"] is opened.json()["partial"] is export.is_partial is True
    assert {each["key"]: each["state"] for each in manifest["sources"]} == {
        "shop": "answered",
        "crm": "could-not-ask",
        "lockers": "by-hand",
    }
    assert "Dit bestand is niet volledig" in opened.text("index.html")
    assert "DIT BESTAND IS NIET VOLLEDIG" in opened.text("README.txt")
    assert manifest["records"] == 2


def test_it_is_not_partial_for_what_is_only_ever_asked_by_hand(alma):
    export = made(alma, FakeSource("shop", records=SHOP), FakeSource("lockers", capabilities=frozenset()))
    opened = Opened.fetch(export, now=NOW)
    assert (export.is_partial, export.remainder) == (False, "")
    assert opened.json("manifest.json")["partial"] is False
    assert "NIET ALLES STAAT HIERIN" in opened.text("README.txt")
    assert "Niet alles staat hierin" in opened.text("index.html")


def test_it_keeps_what_a_source_gave_before_it_broke_off_and_says_so(alma):
    class Breaking(FakeSource):
        def collect(self, subject):
            yield order(1)
            raise ConnectionError("alma@example.org")

    export = made(alma, Breaking("shop"))
    assert export.unanswered == ["shop"]
    assert export.records == 1


def test_it_is_a_proper_file_when_nobody_knows_the_person(alma):
    opened = Opened.fetch(made(alma, FakeSource("shop")), now=NOW)
    assert opened.json()["groups"] == []
    assert "We vonden geen gegevens over jou." in opened.text("index.html")


# --- Asking


def test_it_is_asked_once_while_one_is_under_way_or_fresh(alma):
    first = ask(alma)
    assert ask(alma, scope=Scope.PORTABILITY) == first
    with only(FakeSource("shop")):
        build(first.pk, now=NOW)
    assert ask(alma, now=NOW + timedelta(hours=23)) == first
    assert ask(alma, now=NOW + timedelta(hours=25)) != first
    assert LedgerEntry.objects.filter(event="export.requested").count() == 2


@pytest.mark.security("R-03")
def test_it_is_made_once_a_day_for_each_right(alma):
    with only(FakeSource("shop")):
        build(ask(alma, formats=[Format.JSON]).pk, now=NOW)
        with pytest.raises(TooManyExports):
            ask(alma, formats=[Format.CSV])
        build(ask(alma, scope=Scope.PORTABILITY).pk, now=NOW)
        assert ask(alma, formats=[Format.CSV], now=NOW + DAY)
    assert ask(person(BAS, now=NOW)), "another person has a day of their own"


def test_a_build_that_did_not_work_takes_nobodys_turn(alma):
    give_up(ask(alma), now=NOW)
    assert ask(alma).state == ExportState.QUEUED


@pytest.mark.security("ASVS 15.2.2")
def test_it_is_built_after_commit_on_a_queue_of_its_own(alma, django_capture_on_commit_callbacks):
    with only(FakeSource("shop", records=SHOP)), django_capture_on_commit_callbacks(execute=True):
        export = ask(alma)
        assert Export.objects.get().state == ExportState.QUEUED
    export.refresh_from_db()
    assert export.state == ExportState.READY


# --- Telling


@pytest.mark.security("V-11", "H-07", "ASVS 6.3.7")
def test_it_tells_when_it_is_ready_and_when_it_was_fetched_without_a_word_of_data(alma):
    export = made(alma)
    Opened.fetch(export, now=NOW)
    mails = {mail.template: mail.content for mail in OutboxMessage.objects.all()}
    assert set(mails) == {"export_ready", "export_downloaded"}
    ready = mails["export_ready"]
    assert ready["subject"] == "Je gegevens staan klaar om te downloaden"
    assert f"/mijn-gegevens/downloads/{export.pk}/" in ready["text"]
    assert "29 november 2026" in ready["text"]
    assert not any("W-1" in mail["text"] + mail["html"] for mail in mails.values())


def test_it_writes_every_step_in_the_ledger_with_ids_only(alma):
    export = made(alma)
    Opened.fetch(export, now=NOW)
    expire(NOW + 8 * DAY)
    entries = LedgerEntry.objects.order_by("seq").filter(event__startswith="export.")
    assert [entry.event for entry in entries] == [
        "export.requested",
        "export.ready",
        "export.downloaded",
        "export.expired",
    ]
    assert {entry.target for entry in entries} == {str(export.pk)}


# --- Fetching and destruction


def test_it_is_fetched_five_times_at_most(alma):
    export = made(alma)
    for _ in range(MAX_DOWNLOADS):
        Opened.fetch(export, now=NOW)
    with pytest.raises(ExportUnavailable):
        open_export(export, Actor.subject(alma.pk), now=NOW)


@pytest.mark.parametrize("state", [ExportState.QUEUED, ExportState.FAILED])
def test_it_is_not_fetched_before_it_is_there(alma, state):
    export = ask(alma)
    Export.objects.update(state=state)
    with pytest.raises(ExportUnavailable):
        open_export(export, Actor.subject(alma.pk), now=NOW)


def test_it_is_not_fetched_after_its_days_even_if_nobody_swept(alma):
    with pytest.raises(ExportUnavailable):
        Opened.fetch(made(alma), now=NOW + 7 * DAY)


def test_it_is_not_fetched_while_the_person_is_frozen(alma):
    export = made(alma)
    alma.frozen_at = NOW
    alma.save()
    with pytest.raises(ExportUnavailable):
        Opened.fetch(export, now=NOW)


def test_it_lies_on_disk_as_noise_and_as_nothing_once_it_expired(alma):
    export = made(alma)
    name, key = export.file, key_of(export)
    with storages["private"].open(name, "rb") as file:
        copy = file.read()
    assert b"W-1" not in copy
    assert not copy.startswith(b"PK")
    bas_export = made(person(BAS, now=NOW + 8 * DAY), now=NOW + 8 * DAY)
    assert expire(NOW + 8 * DAY) == 1
    export.refresh_from_db()
    assert (export.state, export.key, export.file) == (ExportState.EXPIRED, None, "")
    assert not storages["private"].exists(name)
    bas_export.refresh_from_db()
    assert bas_export.state == ExportState.READY, "another person's file stays"
    # A copy of the disk made before is noise without the key, and the key is nowhere any more.
    storages["private"].save(name, ContentFile(copy))
    with pytest.raises(sealed_files.DecryptionFailed):
        list(sealed_files.open_chunks(name, key=sealed_files.new_key()))
    assert b"".join(sealed_files.open_chunks(name, key=key)), "which the key alone would have opened"
    storages["private"].delete(name)


def test_it_expires_by_command(alma, capsys):
    made(alma, now=datetime(2020, 1, 1, tzinfo=UTC))
    call_command("expire_exports")
    assert capsys.readouterr().out.startswith("1 expired")


# --- What may be taken elsewhere (Art. 20)


def test_it_takes_along_only_what_rests_on_consent_or_contract(alma, monkeypatch):
    bases = {
        "ticket-order": LawfulBasis.CONTRACT,
        "newsletter": LawfulBasis.CONSENT,
        "audience-analysis": LawfulBasis.LEGITIMATE_INTERESTS,
        "rights-request": LawfulBasis.LEGAL_OBLIGATION,
    }
    monkeypatch.setattr(building, "explanations", lambda language: {k: explained(k, b) for k, b in bases.items()})
    records = [with_activity(order(number), key) for number, key in enumerate(bases)]
    data = Opened.fetch(made(alma, FakeSource("shop", records=records), scope=Scope.PORTABILITY), now=NOW).json()
    [group] = data["groups"]
    assert group["activities"] == ["ticket-order", "newsletter"]
    assert data["article"] == "20"
    assert group["records"][0]["kept_until"] == date(2031, 3, 9).isoformat()


def explained(key, basis):
    """What the register tells of an activity with this ground; what is not said here it does not state."""
    silent = dict.fromkeys((field.name for field in fields(Explanation)), "")
    told = {
        "activity": key,
        "name": key,
        "purposes": (),
        "lawful_basis": basis,
        "recipients": (("gentleware", "Gentleware"),),
        "period": Period(years=7),
    }
    return Explanation(**silent | told)


def with_activity(record, key):
    return replace(record, activity=key)


def test_it_asks_sources_that_cannot_collect_by_hand_only(alma):
    crm = FakeSource("crm", capabilities=frozenset(Capability) - {Capability.COLLECT})
    assert made(alma, crm).unanswered == ["crm"]
    assert crm.asked == 0
