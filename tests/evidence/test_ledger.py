"""What happened stays told: nobody edits, removes, moves or slips in an entry without being seen."""

import io
import tracemalloc
import uuid
from datetime import UTC, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from privacy_portal.evidence import events
from privacy_portal.evidence.actors import Actor, ActorKind
from privacy_portal.evidence.append_only import AppendOnlyError
from privacy_portal.evidence.checkpoints import make_checkpoint
from privacy_portal.evidence.context import request_id
from privacy_portal.evidence.events import UnknownEvent, register_event
from privacy_portal.evidence.facts import PersonalFact
from privacy_portal.evidence.housekeeping import erase_personal, erase_personal_before
from privacy_portal.evidence.ledger import Draft, NotInTransaction, entries_about, record, record_many, subject_ref
from privacy_portal.evidence.models import Checkpoint, LedgerEntry, LedgerPayload
from privacy_portal.evidence.verification import Fault, verify
from tests.support.append_only import lifted

pytestmark = pytest.mark.django_db

ALMA, BAS = uuid.UUID(int=1), uuid.UUID(int=2)
NOW = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
DESK = Actor(ActorKind.STAFF, "7", "S2")


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """Events of this test's own, on top of the registered ones."""
    monkeypatch.setattr(events, "EVENTS", dict(events.EVENTS))
    monkeypatch.setattr("privacy_portal.evidence.models.EVENTS", events.EVENTS)
    register_event("test.happened", "Something happened")


def happen(count: int = 1, **more) -> list[LedgerEntry]:
    return [record("test.happened", by=DESK, now=NOW, **more) for _ in range(count)]


def tamper(statement: str, *values) -> None:
    """Somebody with the database in their hands, triggers and all."""
    with lifted(), connection.cursor() as cursor:
        cursor.execute(statement, values)


# --- Telling


def test_entries_hold_each_other():
    first, second = happen(2, subject=ALMA, target="case:SPOT-2026-0142", facts={"right": "access", "days": 28})
    assert (first.seq, second.seq) == (1, 2)
    assert second.prev_hash == first.hash
    assert LedgerEntry.objects.get(seq=2).facts == {"right": "access", "days": 28}
    assert verify().is_whole


def test_entry_says_what_happened_in_words():
    [entry] = happen()
    assert entry.label == "Something happened"
    assert entry.actor == DESK


def test_unregistered_event_is_refused():
    with pytest.raises(UnknownEvent):
        record("test.unheard_of", by=DESK)


def test_event_is_registered_once_and_names_its_room():
    with pytest.raises(ValueError, match="already"):
        register_event("test.happened", "again")
    with pytest.raises(ValueError, match="written"):
        register_event("nameless", "no room")


@pytest.mark.security("L-01")
def test_entry_of_an_act_that_is_rolled_back_does_not_stay():
    with pytest.raises(RuntimeError), transaction.atomic():
        happen()
        raise RuntimeError
    assert not LedgerEntry.objects.exists()
    assert happen()[0].seq == 1, "the next entry leaves no gap"


@pytest.mark.security("L-01")
@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    with pytest.raises(NotInTransaction):
        record("test.happened", by=DESK)


def test_many_at_once_are_one_chain():
    happen()
    drafts = [Draft(subject=uuid.uuid4(), facts={"n": n}) for n in range(2500)]
    entries = record_many("test.happened", drafts, by=Actor.system("sweep"), now=NOW)
    assert entries[-1].seq == 2501
    assert verify().is_whole


@pytest.mark.security("L-07")
def test_moment_is_told_in_utc_whatever_the_clock_of_the_caller():
    [entry] = record_many("test.happened", [Draft()], by=DESK, now=NOW.astimezone(ZoneInfo("Asia/Tokyo")))
    assert entry.at == NOW
    assert verify().is_whole


@pytest.mark.security("L-07")
def test_request_id_ties_the_entry_to_the_log_line():
    token = request_id.set("abc123")
    try:
        [entry] = happen()
    finally:
        request_id.reset(token)
    assert entry.request_id == "abc123"


# --- Nobody's name


@pytest.mark.security("L-05")
def test_subject_is_a_keyed_hash_that_finds_only_their_own_entries():
    happen(2, subject=ALMA)
    happen(1, subject=BAS)
    happen(1)
    assert entries_about(ALMA).count() == 2
    assert str(ALMA) not in entries_about(ALMA)[0].subject_ref
    assert subject_ref(ALMA) != subject_ref(BAS)


def test_entries_are_found_after_the_ledger_key_was_replaced(settings):
    happen(1, subject=ALMA)
    settings.LEDGER_KEYS = ["new:" + "A" * 43 + "=", *settings.LEDGER_KEYS]
    happen(1, subject=ALMA)
    assert entries_about(ALMA).count() == 2


@pytest.mark.security("L-05")
@pytest.mark.parametrize(
    "fact",
    [
        "alma@example.org",
        "from 192.0.2.17",
        "2001:db8:0:0:0:0:0:1",
        "NL91ABNA0417164300",
        "+31 6 12345678",
        {"deep": ["alma@example.org"]},
    ],
)
def test_fact_that_looks_like_a_person_is_refused(fact):
    with pytest.raises(PersonalFact):
        happen(facts={"what": fact})
    assert not LedgerEntry.objects.exists()


def test_ids_and_dates_are_no_persons():
    ids = [str(uuid.UUID(int=n * 0x0123456789ABCDEF0123456789)) for n in range(200)]
    happen(facts={"ids": ids, "on": NOW.date(), "at": NOW, "number": "SPOT-2026-0142", "id": ALMA})
    assert verify().is_whole


@pytest.mark.security("L-05")
def test_personal_details_are_apart_sealed_and_committed_to():
    [entry] = happen(subject=ALMA, personal={"email": "alma@example.org"})
    assert LedgerEntry.objects.get().payload.personal == {"email": "alma@example.org"}
    row = LedgerEntry.objects.values_list().get()
    assert "alma" not in str(row)
    assert entry.commitment


@pytest.mark.security("L-06")
def test_erasing_the_personal_side_leaves_the_chain_whole():
    happen(2, subject=ALMA, personal={"email": "alma@example.org"})
    happen(1, subject=BAS, personal={"email": "bas@example.org"})
    assert erase_personal(ALMA, by=Actor.system("erasure"), now=NOW) == 2
    assert LedgerPayload.objects.get().entry.subject_ref == subject_ref(BAS)
    assert entries_about(ALMA).first().event == "ledger.personal_erased"
    assert verify().is_whole


@pytest.mark.security("L-06")
def test_old_personal_details_go_after_the_retention_of_the_log():
    happen(1, personal={"a": 1})
    assert erase_personal_before(NOW) == 0
    assert erase_personal_before(NOW + timedelta(days=1)) == 1


@pytest.mark.security("L-03")
def test_changed_payload_is_found():
    happen(1, subject=ALMA, personal={"email": "alma@example.org"})
    payload = LedgerPayload.objects.get()
    payload.content = '{"email":"bas@example.org"}'
    payload.save()
    assert verify().faults == (Fault("payload", 1),)


@pytest.mark.security("L-07", "ASVS 16.4.1")
@pytest.mark.parametrize("trick", ["\r\nat=2026 event=forged", "\x1b[2K\x1b[1A", "\u2028", "\u202e", "\x9b31m", "\x00"])
def test_line_breaks_and_terminal_codes_cannot_forge_a_line(trick):
    [entry] = happen(target=f"case:{trick}", facts={"note": trick, trick: 1})
    entry.refresh_from_db()
    everything = entry.target + entry.facts_json
    assert everything.isprintable()
    assert len(everything.splitlines()) == 1
    assert verify().is_whole


# --- Nobody rewrites it


@pytest.mark.security("L-02")
def test_model_refuses_changing_and_removing():
    [entry] = happen()
    for attempt in (
        entry.save,
        entry.delete,
        LedgerEntry.objects.all().delete,
        lambda: LedgerEntry.objects.update(event="x"),
        lambda: LedgerEntry.objects.bulk_update([entry], ["event"]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.mark.security("L-02", "ASVS 16.4.2")
@pytest.mark.parametrize("table", ["evidence_ledgerentry", "evidence_checkpoint"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET hash = ''", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_database_refuses_it_too(table, statement):
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        statement = "DELETE FROM {} WHERE 1=1"
    happen()
    make_checkpoint(now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert verify().is_whole
    assert Checkpoint.objects.exists()


@pytest.mark.security("L-02")
@pytest.mark.parametrize("wrong", [{"seq": 2}, {"seq": 6}, {"prev_hash": "0" * 64}, {"prev_hash": ""}])
def test_L02_number_and_hash_before_are_not_the_caller_s_to_set(wrong):
    """Whoever goes around `record` still meets the database: only the next entry fits."""
    happen(3)
    [entry] = happen()
    values = {field.attname: getattr(entry, field.attname) for field in LedgerEntry._meta.concrete_fields}
    fits = {"seq": 5, "prev_hash": entry.hash, "hash": "f" * 64}
    with pytest.raises(DatabaseError, match="not the next entry"), transaction.atomic():
        LedgerEntry(**(values | fits | wrong)).save()
    assert verify().is_whole and LedgerEntry.objects.count() == 4
    LedgerEntry(**(values | fits)).save()
    assert Fault("edited", 5) in verify().faults, "its own hash is not known to the database; who reads back finds it"


@pytest.mark.security("L-02")
def test_L02_the_first_entry_begins_the_chain():
    happen()
    values = {field.attname: getattr(LedgerEntry.objects.get(), field.attname) for field in LedgerEntry._meta.fields}
    tamper("DELETE FROM evidence_ledgerentry")
    with pytest.raises(DatabaseError, match="not the next entry"), transaction.atomic():
        LedgerEntry(**(values | {"prev_hash": "1" * 64})).save()
    assert happen()[0].seq == 1


@pytest.mark.security("L-02")
def test_L02_in_production_the_moment_is_the_ledger_s_own(settings, time_machine):
    settings.LEDGER_OWN_CLOCK = True
    time_machine.move_to(NOW, tick=False)
    long_ago, some_day = NOW - timedelta(days=400), NOW + timedelta(days=400)
    entries = [record("test.happened", by=DESK, now=moment) for moment in (long_ago, some_day, None)]
    entries += record_many("test.happened", [Draft()], by=DESK, now=long_ago)
    assert {entry.at for entry in entries} == {NOW}
    assert verify().is_whole


# --- And if somebody did


@pytest.mark.security("L-03")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", "test.other"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("actor_kind", "system"),
        ("actor_reference", "8"),
        ("actor_level", "A0"),
        ("subject_ref", ""),
        ("target", "case:other"),
        ("request_id", "x"),
        ("facts_json", '{"right":"erasure"}'),
        ("commitment", "00"),
    ],
)
def test_edited_column_is_found(column, value):
    happen(5, subject=ALMA, target="case:1", facts={"right": "access"})
    tamper(f"UPDATE evidence_ledgerentry SET {column} = %s WHERE seq = 3", value)
    assert verify().faults == (Fault("edited", 3),)


@pytest.mark.security("L-03")
def test_edit_with_its_hash_made_right_again_is_found_at_the_next_entry():
    entries = happen(5)
    tamper("UPDATE evidence_ledgerentry SET hash = %s WHERE seq = 3", "f" * 64)
    assert {fault.kind for fault in verify().faults} == {"edited", "order"}
    assert entries[3].prev_hash != "f" * 64


@pytest.mark.security("L-03")
def test_missing_entry_is_found():
    happen(5)
    tamper("DELETE FROM evidence_ledgerentry WHERE seq = 3")
    assert verify().faults[0] == Fault("gap", 3)


@pytest.mark.security("L-03")
def test_first_entry_missing_is_found():
    happen(3)
    tamper("DELETE FROM evidence_ledgerentry WHERE seq = 1")
    assert verify().faults[0] == Fault("gap", 1)


@pytest.mark.security("L-03")
def test_two_entries_that_changed_places_are_found():
    happen(2)
    record("test.happened", by=DESK, now=NOW, facts={"other": True})
    for old, new in ((2, 99), (3, 2), (99, 3)):
        tamper("UPDATE evidence_ledgerentry SET seq = %s WHERE seq = %s", new, old)
    assert {fault.seq for fault in verify().faults} >= {2, 3}


@pytest.mark.security("L-03", "L-04")
def test_cut_tail_is_found_by_a_kept_checkpoint():
    happen(5)
    kept = make_checkpoint(now=NOW).receipt
    tamper("DELETE FROM evidence_ledgerentry WHERE seq > 3")
    assert verify().faults == (Fault("cut", 5),), "by the one in the database"
    tamper("DELETE FROM evidence_checkpoint")
    assert verify().is_whole, "without any checkpoint a clean cut cannot be seen"
    assert verify(checkpoints=[kept]).faults == (Fault("cut", 5),), "by the copy kept elsewhere"


@pytest.mark.security("L-04")
def test_ledger_that_was_written_anew_is_found_by_a_kept_checkpoint():
    happen(3)
    kept = make_checkpoint(now=NOW).receipt
    tamper("DELETE FROM evidence_checkpoint")
    tamper("DELETE FROM evidence_ledgerentry")
    happen(3, facts={"rewritten": True})
    assert verify().is_whole
    assert verify(checkpoints=[kept]).faults == (Fault("checkpoint", 3),)


@pytest.mark.security("L-04")
def test_checkpoint_that_we_did_not_sign_is_a_fault():
    happen(1)
    assert verify(checkpoints=["made.up"]).faults == (Fault("checkpoint", 0),)


def test_checkpoint_of_the_same_head_is_made_once():
    assert make_checkpoint(now=NOW) is None, "nothing to sign yet"
    happen(1)
    assert make_checkpoint(now=NOW) == make_checkpoint(now=NOW)


def test_commands_tell_an_operator(tmp_path):
    happen(3)
    out = io.StringIO()
    call_command("checkpoint_ledger", stdout=out)
    kept = tmp_path / "checkpoints.txt"
    kept.write_text(out.getvalue())
    call_command("verify_ledger", checkpoints=kept.open(), stdout=out)
    assert "3 entries" in out.getvalue()
    tamper("DELETE FROM evidence_ledgerentry WHERE seq = 3")
    with pytest.raises(CommandError, match="cut at 3"):
        call_command("verify_ledger", checkpoints=kept.open())


def test_thousands_of_entries_are_read_back_in_batches(django_assert_max_num_queries):
    record_many("test.happened", (Draft(target=f"t:{n}", facts={"n": n}) for n in range(5_000)), by=DESK, now=NOW)
    with django_assert_max_num_queries(10):
        assert verify().entries == 5_000


# --- However long it is


def written(count: int) -> None:
    drafts = (Draft(target=f"row:{number}", facts={"n": number}) for number in range(count))
    record_many("test.happened", drafts, by=Actor.system("sweep"), now=NOW)


def cost_of_reading() -> tuple[int, int, float]:
    """Queries, the most memory at once in kilobytes, and seconds of processor."""
    with CaptureQueriesContext(connection) as queries:
        began = process_time()
        assert verify().is_whole
        took = process_time() - began
    tracemalloc.start()
    verify()
    most = tracemalloc.get_traced_memory()[1] // 1024
    tracemalloc.stop()
    return len(queries), most, took


@pytest.mark.security("L-03")
def test_L03_reading_back_takes_the_same_memory_and_queries_however_long_the_ledger_is():
    written(4_000)
    queries, memory, _took = cost_of_reading()
    written(12_000)
    more_queries, more_memory, took = cost_of_reading()
    assert LedgerEntry.objects.count() == 16_000
    assert more_queries == queries <= 3, "entries, checkpoints and payloads: one each, read in pieces"
    assert more_memory < 1.25 * memory, f"{memory} and then {more_memory} kB"
    assert took < 30 * 16_000 / 100_000, "at this pace 100,000 take less than 30 seconds"
