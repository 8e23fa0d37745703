"""Codes a person types: strong enough, and read the way people type."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.data_subjects import codes

CODES = st.text(alphabet=codes.ALPHABET, min_size=codes.CODE_LENGTH, max_size=codes.CODE_LENGTH)
SEPARATORS = st.sampled_from(["", " ", "-", "–", "\u00a0", "\u200b", "\t", "\n", " - "])


@pytest.mark.security("V-03", "ASVS 6.5.4")
def test_a_code_has_at_least_forty_bits():
    assert len(codes.ALPHABET) ** codes.CODE_LENGTH >= 2**40
    assert len(set(codes.ALPHABET)) == 32


@pytest.mark.security("V-03", "ASVS 7.2.3")
def test_a_token_has_at_least_128_bits():
    assert codes.TOKEN_BYTES * 8 >= 128
    assert codes.is_token(codes.new_token())


def test_two_codes_differ():
    assert len({codes.new_code() for _ in range(200)}) == 200


@given(CODES)
def test_it_is_shown_in_groups_and_read_back(code):
    assert codes.readable(code).count("-") == 2
    assert codes.normalise_code(codes.readable(code)) == code


@given(CODES, st.lists(SEPARATORS, min_size=10, max_size=10), st.booleans())
def test_it_is_read_however_it_is_typed(code, separators, lower):
    typed = "".join(separator + character for separator, character in zip(separators, code, strict=False))
    assert codes.normalise_code(typed.lower() if lower else typed) == code


@given(st.text(max_size=60))
def test_reading_never_fails_and_what_reads_as_a_code_stays_that_code(text):
    once = codes.normalise_code(text)
    if codes.is_code(once):
        assert codes.normalise_code(once) == once and once.isascii()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("oooiiilll", "000111111"), ("K7M–2QX–9TR", "K7M2QX9TR"), ("Ｋ７Ｍ２ＱＸ９ＴＲ", "K7M2QX9TR")],
)
def test_it_reads_what_was_meant(typed, meant):
    assert codes.normalise_code(typed) == meant


@pytest.mark.parametrize("typed", ["", "K7M", "K7M2QX9TRR", "K7M2QX9T!", "U" * 9])
def test_what_cannot_be_a_code_is_no_code(typed):
    assert not codes.is_code(codes.normalise_code(typed))


@given(st.text(alphabet=string.printable, max_size=50))
def test_only_tokens_of_ours_look_like_one(text):
    assert codes.is_token(text) == (
        len(text) == 43 and all(c in string.ascii_letters + string.digits + "-_" for c in text)
    )
