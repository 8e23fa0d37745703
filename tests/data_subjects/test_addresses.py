"""One form per address: what is stored, sought and mailed to is the same thing."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.data_subjects.identifiers import normalise_email

SAME = {
    "Alma@Example.ORG": "alma@example.org",
    "  alma@example.org\t": "alma@example.org",
    "alma+tickets@example.org": "alma+tickets@example.org",
    "alma@münchen.example": "alma@xn--mnchen-3ya.example",
    "ALMA@MÜNCHEN.example": "alma@xn--mnchen-3ya.example",
    "alma@mu\u0308nchen.example": "alma@xn--mnchen-3ya.example",
    "alma@xn--mnchen-3ya.example": "alma@xn--mnchen-3ya.example",
    "o'brien@example.org": "o'brien@example.org",
}

REFUSED = [
    "",
    "alma",
    "alma@",
    "@example.org",
    "alma@example",
    "alma@@example.org",
    "alma@exa mple.org",
    "alma@example.org\r\nBcc: bas@example.org",
    "alma@example.org\nBcc: bas@example.org",
    "alma\r@example.org",
    "alma\x00@example.org",
    "alma@example.org\x85",
    "alma@example.org\u2028",
    '"alma smith"@example.org',
    "<alma@example.org>",
    "Alma <alma@example.org>",
    "alma@example.org,bas@example.org",
    "alma@example.org;bas@example.org",
    "аlma@example.org",  # a Cyrillic а: another mailbox than it seems
    "álma@example.org",
    "alma@exam\u202eple.org",
    "alma@" + "a" * 64 + ".org",
    "a" * 300 + "@example.org",
    "alma@..org",
]


@pytest.mark.parametrize(("typed", "form"), SAME.items())
def test_it_brings_an_address_into_one_form(typed, form):
    assert normalise_email(typed) == form


@pytest.mark.parametrize("typed", REFUSED)
def test_it_refuses_what_no_mail_can_reach_or_what_hides_something(typed):
    with pytest.raises(ValidationError):
        normalise_email(typed)


@given(st.text(max_size=80))
def test_whatever_is_typed_the_result_is_one_safe_line(text):
    try:
        address = normalise_email(text)
    except ValidationError:
        return
    assert address.isascii() and address.isprintable() and address.count("@") == 1
    assert normalise_email(address) == address


def test_it_says_in_dutch_how_to_mend_it():
    with translation.override("nl"), pytest.raises(ValidationError) as caught:
        normalise_email("alma")
    assert "naam@voorbeeld.nl" in str(caught.value.message)
