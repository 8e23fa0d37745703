"""A receipt is ours or it is not, and anyone can see which."""

import pytest
from django.urls import reverse
from django.utils import translation

from privacy_portal.evidence.facts import PersonalFact
from privacy_portal.evidence.receipts import BadReceipt, check_url, public_key, read, sign, verify

STATEMENT = {"kind": "rights-request", "number": "SPOT-2026-0142", "due_on": "2026-12-18"}


def test_what_we_signed_is_genuine_and_reads_back():
    receipt = sign(STATEMENT)
    assert verify(receipt)
    assert read(receipt) == STATEMENT
    assert check_url(receipt).startswith("http")


@pytest.mark.parametrize("position", [0, 5, 40, -1, -30])
def test_one_changed_character_anywhere_is_seen(position):
    receipt = list(sign(STATEMENT))
    receipt[position] = "A" if receipt[position] != "A" else "B"
    assert not verify("".join(receipt))


@pytest.mark.parametrize("text", ["", ".", "made up", "é.é", "e30", "e30.", "a.b.c", "=" * 20])
def test_anything_else_is_not(text):
    with pytest.raises(BadReceipt):
        read(text)


def test_receipt_under_another_key_is_not_ours(settings):
    receipt = sign(STATEMENT)
    before = public_key()
    settings.RECEIPT_KEY = "A" * 43 + "="
    assert not verify(receipt)
    assert public_key() != before


def test_receipt_names_nobody():
    with pytest.raises(PersonalFact):
        sign({"kind": "export", "to": "alma@example.org"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "genuine", "day"),
    [("nl", "Dit bewijs is echt", "18 december 2026"), ("en", "This receipt is genuine", "18 December 2026")],
)
def test_page_shows_a_genuine_receipt_in_the_readers_language(client, language, genuine, day):
    with translation.override(language):
        page = client.get(reverse("evidence:receipt", args=[sign(STATEMENT)]))
    assert page.status_code == 200
    assert genuine in page.text
    assert day in page.text
    assert "SPOT-2026-0142" in page.text


@pytest.mark.django_db
def test_page_says_so_when_it_is_not(client):
    page = client.get(reverse("evidence:receipt", args=["<script>.x"]))
    assert "Dit bewijs is niet echt" in page.text
    assert "<script>.x" not in page.text


@pytest.mark.django_db
def test_pasted_receipt_gets_an_address_of_its_own(client):
    receipt = sign(STATEMENT)
    page = client.get(reverse("evidence:receipts"), {"receipt": f" {receipt[:50]}\n{receipt[50:]} "}, follow=True)
    assert page.redirect_chain == [(reverse("evidence:receipt", args=[receipt]), 302)]
    assert "Dit bewijs is echt" in page.text


@pytest.mark.django_db
def test_empty_form_asks_for_a_receipt_again(client):
    page = client.get(reverse("evidence:receipts"), {"receipt": " "}, follow=True)
    assert page.status_code == 200
    assert "Dit bewijs" not in page.text
