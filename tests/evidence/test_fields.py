"""What the database holds of an encrypted field, and what it takes to read it."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models
from django.test.utils import isolate_apps

from privacy_portal.evidence import keys
from privacy_portal.evidence.blind_index import blind_index
from privacy_portal.evidence.crypto import DecryptionFailed, key_id_of, seal, unseal
from privacy_portal.evidence.fields import EncryptedDateField, EncryptedJSONField, EncryptedTextField, Sealed
from privacy_portal.evidence.rotation import reseal

OLD = "old:" + "A" * 43 + "="
NEW = "new:" + "B" * 42 + "A="


@pytest.fixture
def note_model(db):
    """A table of this test's own: a secret of each kind."""
    with isolate_apps("privacy_portal.evidence"):

        class Note(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid.uuid4)
            text = EncryptedTextField(max_length=50)
            born = EncryptedDateField(null=True)
            data = EncryptedJSONField(null=True)

            class Meta:
                app_label = "evidence"

        blob = {"sqlite": "BLOB", "postgresql": "bytea"}[connection.vendor]
        key = {"sqlite": "char(32)", "postgresql": "uuid"}[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE evidence_note (id {key} PRIMARY KEY, text {blob}, born {blob}, data {blob})"
            )
        yield Note


def read(note) -> str:
    return note.text


def stored() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM evidence_note ORDER BY id")
        return [bytes(row[0]) for row in cursor.fetchall()]


def overwrite(value: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_note SET text = %s", [value])


def test_reads_back_what_was_written_in_its_own_type(note_model):
    note = note_model.objects.create(text="Alma’s note", born=date(1990, 2, 28), data={"a": [1, None, "é"]})
    again = note_model.objects.get(pk=note.pk)
    assert (again.text, again.born, again.data) == ("Alma’s note", date(1990, 2, 28), {"a": [1, None, "é"]})


@pytest.mark.security("C-04")
def test_database_holds_neither_the_text_nor_twice_the_same(note_model):
    note_model.objects.bulk_create([note_model(text="NL91ABNA0417164300"), note_model(text="NL91ABNA0417164300")])
    first, second = stored()
    assert b"ABNA" not in first + second
    assert first != second


def test_nothing_stays_nothing(note_model):
    note = note_model.objects.create(text="x")
    assert note_model.objects.get(pk=note.pk).born is None
    assert note_model.objects.filter(born__isnull=True).count() == 1


def test_saving_without_reading_keeps_the_sealed_value(note_model):
    note_model.objects.create(text="kept")
    [before] = stored()
    note_model.objects.get().save()
    assert stored() == [before]


def test_deferred_value_opens_when_asked_for(note_model):
    note_model.objects.create(text="late")
    assert note_model.objects.defer("text").get().text == "late"
    assert note_model.objects.only("born").get().text == "late"


@pytest.mark.security("C-03")
def test_values_gives_the_sealed_value(note_model):
    note_model.objects.create(text="closed")
    [value] = note_model.objects.values_list("text", flat=True)
    assert isinstance(value, Sealed)
    assert "closed" not in f"{value} {value!r}"


def test_changed_value_is_sealed_again(note_model):
    note = note_model.objects.create(text="before")
    note.text = "after"
    note.save(update_fields=["text"])
    assert note_model.objects.get(pk=note.pk).text == "after"


@pytest.mark.security("C-03", "ASVS 11.3.3")
@pytest.mark.parametrize("position", [0, 1, 3, 10, 20, -1])
def test_one_changed_byte_anywhere_does_not_open(note_model, position):
    note_model.objects.create(text="whole")
    value = bytearray(stored()[0])
    value[position] ^= 1
    overwrite(bytes(value))
    with pytest.raises(DecryptionFailed):
        read(note_model.objects.get())


@pytest.mark.security("C-03")
@pytest.mark.parametrize("value", [b"", b"\x01", b"\x01\x03dev", b"plain text somebody put here"])
def test_what_was_never_sealed_does_not_open(note_model, value):
    note_model.objects.create(text="x")
    overwrite(value)
    with pytest.raises(DecryptionFailed):
        read(note_model.objects.get())


@pytest.mark.security("C-03")
def test_value_of_another_row_does_not_open(note_model):
    note_model.objects.create(text="Bas")
    [of_bas] = stored()
    note_model.objects.create(text="Alma")
    overwrite(of_bas)
    opened = []
    for note in note_model.objects.all():
        try:
            opened.append(note.text)
        except DecryptionFailed:
            opened.append(None)
    assert sorted(map(str, opened)) == ["Bas", "None"], "it opens in its own row and nowhere else"


@pytest.mark.security("C-03")
def test_value_of_another_field_does_not_open(note_model):
    note = note_model.objects.create(text="x", data="x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_note SET text = data")
    with pytest.raises(DecryptionFailed):
        read(note_model.objects.get(pk=note.pk))


def test_row_copied_under_another_key_is_refused_at_once(note_model):
    note_model.objects.create(text="one")
    note = note_model.objects.defer(None).get()
    note.pk, note._state.adding = uuid.uuid4(), True
    with pytest.raises(DecryptionFailed):
        note.save(force_insert=True)


@pytest.mark.security("C-03")
def test_unknown_key_does_not_open(note_model, settings):
    note_model.objects.create(text="under the first key")
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(DecryptionFailed):
        read(note_model.objects.get())


@pytest.mark.security("C-03")
def test_failure_says_where_and_not_what(note_model, caplog):
    note = note_model.objects.create(text="secret words")
    overwrite(b"\x01garbage")
    with pytest.raises(DecryptionFailed) as error:
        read(note_model.objects.get())
    assert str(note.pk) in str(error.value)
    assert "evidence.note.text" in caplog.text, "an operator is alerted"


@pytest.mark.security("C-04")
@pytest.mark.parametrize(
    "attempt",
    [
        lambda notes: notes.filter(text="x").exists(),
        lambda notes: notes.filter(text__contains="x").exists(),
        lambda notes: notes.exclude(born__gt=date(2000, 1, 1)).exists(),
        lambda notes: notes.update(text="x"),
        lambda notes: notes.filter(data__key=1).exists(),
    ],
)
def test_searching_or_updating_by_value_is_refused(note_model, attempt):
    with pytest.raises(FieldError, match=r"blind index|save the instance"):
        attempt(note_model.objects.all())


def test_bulk_update_is_refused(note_model):
    note = note_model.objects.create(text="x")
    note.text = "y"
    with pytest.raises(FieldError, match="save the instance"):
        note_model.objects.bulk_update([note], ["text"])


def test_serialising_is_refused(note_model):
    note = note_model.objects.create(text="x")
    with pytest.raises(FieldError, match="not serialised"):
        note_model._meta.get_field("text").value_to_string(note)


def test_model_without_a_known_key_fails_the_system_check():
    with isolate_apps("privacy_portal.evidence"):

        class Numbered(models.Model):
            text = EncryptedTextField()

            class Meta:
                app_label = "evidence"

        class Marked(models.Model):
            mark = models.UUIDField(default=uuid.uuid4, unique=True)
            text = EncryptedTextField(bound_to="mark")

            class Meta:
                app_label = "evidence"

        assert [problem.level for problem in Numbered.check()] == [40]
        assert Marked.check() == []
        marked = Marked(text="x")
        assert Marked._meta.get_field("text").pre_save(marked, add=True).startswith(b"\x01")


def test_form_field_has_the_length(note_model):
    assert note_model._meta.get_field("text").formfield().max_length == 50


@pytest.mark.security("C-02")
def test_old_key_opens_until_everything_is_sealed_again(note_model, settings):
    settings.FIELD_KEYS = [OLD]
    for number in range(3):
        note_model.objects.create(text=f"note {number}", data={"n": number})
    settings.FIELD_KEYS = [NEW, OLD]
    assert sorted(note.text for note in note_model.objects.all()) == ["note 0", "note 1", "note 2"]
    assert reseal(note_model._meta.get_field("text")) == 3
    assert reseal(note_model._meta.get_field("text")) == 0, "a second run has nothing left to do"
    assert {key_id_of(value) for value in stored()} == {"new"}
    settings.FIELD_KEYS = [NEW]
    assert sorted(note.text for note in note_model.objects.all()) == ["note 0", "note 1", "note 2"]


def test_rings_are_separate():
    sealed = seal(b"x", context="here", ring="OUTBOX_KEYS")
    assert unseal(sealed, context="here", ring="OUTBOX_KEYS") == b"x"
    with pytest.raises(DecryptionFailed):
        unseal(sealed, context="here", ring="FIELD_KEYS")


@pytest.mark.parametrize(
    "ring",
    [[], ["no-colon"], ["a:short"], ["A!:" + "A" * 43 + "="], [OLD, OLD]],
    ids=["empty", "no id", "short", "bad id", "twice"],
)
def test_ring_that_is_written_wrongly_is_told_so(settings, ring):
    settings.FIELD_KEYS = ring
    with pytest.raises(ImproperlyConfigured):
        keys.ring("FIELD_KEYS")


def test_key_never_prints_itself():
    key = keys.ring("FIELD_KEYS").newest
    assert repr(key.secret) not in repr(keys.ring("FIELD_KEYS"))


@pytest.mark.security("C-04")
def test_blind_index_is_stable_per_purpose_and_says_nothing():
    index = blind_index("alma@example.org", purpose="email")
    assert index == blind_index("alma@example.org", purpose="email")
    assert index != blind_index("alma@example.org", purpose="newsletter")
    assert index != blind_index("bas@example.org", purpose="email")
    assert len(index) == 64
