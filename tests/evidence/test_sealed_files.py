"""Files on disk open with their own key, whole, or not at all."""

import os

import pytest
from django.core.files.storage import storages
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.evidence.crypto import DecryptionFailed
from privacy_portal.evidence.sealed_files import PIECE_BYTES, delete, new_key, open_chunks, store, stored_names

SIZES = [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES]


@pytest.fixture
def key() -> bytes:
    return new_key()


def opened(name: str, key: bytes) -> bytes:
    return b"".join(open_chunks(name, key=key))


def rewrite(name: str, change) -> None:
    path = storages["private"].path(name)
    with open(path, "rb") as file:
        content = file.read()
    os.chmod(path, 0o600)
    with open(path, "wb") as file:
        file.write(change(content))


@pytest.mark.parametrize("size", SIZES)
def test_reads_back_at_every_size(key, size):
    content = os.urandom(size)
    assert opened(store("exports", [content], key=key), key) == content


@given(st.lists(st.binary(max_size=100_000), max_size=6))
def test_pieces_of_any_size_join_to_the_same(chunks):
    key = new_key()
    name = store("exports", iter(chunks), key=key)
    assert opened(name, key) == b"".join(chunks)
    delete(name)


def test_name_says_nothing_a_person_typed(key):
    name = store("../Alma's file.pdf", [b"x"], key=key)
    assert name.startswith("almas-filepdf/")
    assert ".." not in name
    assert len(name.split("/")[-1]) == 32 + len(".sealed")


def test_disk_holds_nothing_readable(key):
    name = store("exports", [b"NL91ABNA0417164300" * 10_000], key=key)
    with storages["private"].open(name) as file:
        assert b"ABNA" not in file.read()


def test_another_key_does_not_open(key):
    with pytest.raises(DecryptionFailed):
        opened(store("exports", [b"x"], key=key), new_key())


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[: 11 + PIECE_BYTES + 16],
        lambda data: data[:11] + data[11 + PIECE_BYTES + 16 :],
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        lambda data: b"",
        lambda data: b"PK\x03\x04" + data[4:],
    ],
    ids=["cut", "longer", "last piece gone", "first piece gone", "changed", "empty", "not ours"],
)
def test_changed_file_does_not_open_whole(key, change):
    name = store("exports", [os.urandom(2 * PIECE_BYTES + 5)], key=key)
    rewrite(name, change)
    with pytest.raises(DecryptionFailed):
        opened(name, key)


def test_file_put_in_the_place_of_another_does_not_open(key):
    first, second = (store("exports", [text], key=key) for text in (b"of Alma", b"of Bas"))
    with storages["private"].open(first) as file:
        content = file.read()
    rewrite(second, lambda _: content)
    with pytest.raises(DecryptionFailed):
        opened(second, key)


def test_sweep_can_list_what_is_there(key):
    name = store("sweep", [b"x"], key=key)
    assert list(stored_names("sweep")) == [name]
    delete(name)
    assert list(stored_names("sweep")) == []
    assert list(stored_names("never")) == []
