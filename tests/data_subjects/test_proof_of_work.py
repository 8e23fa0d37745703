"""What a browser works out while very many ask for a code: ours, right, in time, once (SECURITY R-01, R-06)."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.data_subjects import proof_of_work
from privacy_portal.data_subjects.proof_of_work import LASTS, MOST, ask, hash_of, is_done, read
from tests.support.races import race

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(proof_of_work, "MOST", 20)


def worked_out(asked: dict) -> dict:
    """What an honest browser sends."""
    number = next(n for n in range(asked["maxnumber"] + 1) if hash_of(asked["salt"], n) == asked["challenge"])
    return {key: value for key, value in asked.items() if key != "maxnumber"} | {"number": number}


def sent(told: object) -> str:
    return b64encode(json.dumps(told).encode()).decode()


@pytest.mark.django_db
def test_R06_an_answer_counts_once():
    payload = sent(worked_out(ask(now=NOW)))
    assert is_done(payload, now=NOW)
    assert not is_done(payload, now=NOW)
    assert not is_done(payload, now=NOW + LASTS - timedelta(seconds=1))
    assert is_done(sent(worked_out(ask(now=NOW))), now=NOW)


@pytest.mark.django_db
def test_R06_it_counts_for_ten_minutes_and_not_for_a_moment_more():
    asked = ask(now=NOW)
    assert not is_done(sent(worked_out(asked)), now=NOW + LASTS)
    assert is_done(sent(worked_out(asked)), now=NOW + LASTS - timedelta(seconds=1))


def moved_digit(told: dict) -> dict:
    """The first digit of the number, put behind the time in the salt: the same text is hashed."""
    number = str(told["number"])
    return told | {"salt": told["salt"] + number[:1], "number": int(number[1:] or 0)}


FORGERIES = {
    "another number": lambda told: told | {"number": told["number"] + 1},
    "a number as text": lambda told: told | {"number": str(told["number"])},
    "true for a number": lambda told: told | {"number": True},
    "a challenge of one's own": lambda told: told | {"salt": "x&", "number": 1, "challenge": hash_of("x&", 1)},
    "another signature": lambda told: told | {"signature": "0" * 64},
    "a later end": lambda told: told | {"salt": told["salt"].replace("expires=", "expires=9")},
    "a digit moved into the end": moved_digit,
    "another algorithm": lambda told: told | {"algorithm": "SHA-1"},
    "nothing": lambda told: {},
}


@pytest.mark.django_db
@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_R06_a_forgery_is_worth_nothing(forge):
    told = worked_out(ask(now=NOW))
    assert not is_done(sent(forge(told)), now=NOW)
    assert is_done(sent(told), now=NOW), "and spends nothing"


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda raw: b64encode(raw).decode())))
def test_R06_whatever_a_stranger_sends_is_no_error(text):
    assert read(text) is None


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda x: st.lists(x, max_size=3))
    | st.dictionaries(st.sampled_from(["algorithm", "number", "salt", "challenge", "signature"]), st.integers())
)
def test_R06_json_of_another_shape_is_no_error(told):
    assert read(sent(told)) is None


def test_it_is_small_enough_for_a_telephone():
    assert MOST == 50_000


@pytest.mark.django_db(transaction=True)
def test_R06_one_answer_sent_many_times_at_once_counts_once(tmp_path):
    payload = sent(worked_out(ask(now=NOW)))
    results = race(lambda n: is_done(payload, now=NOW), 8, tmp_path)
    assert results.count(True) == 1 and results.count(False) == 7, results
