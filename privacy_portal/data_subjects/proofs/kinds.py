"""By which ways a code reaches the person, and how long it works: one table (SECURITY A2, V-03, V-08)."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProofKind(TextChoices):
    """The values are what the ledger calls the method."""

    SECOND_ADDRESS = "second-address", _("Code to another address of yours")
    DESK = "desk-code", _("Code from the box office")
    LETTER = "letter-code", _("Code by letter")


class Seen(TextChoices):
    """What a colleague saw before making a code. An identity document is not in the list: it is never copied, and
    nobody has to show one (V-07)."""

    PAID_CARD = "paid-card", _("Paid with the card that the order was paid with")
    COLLECTED = "collected", _("Collected tickets that lay ready under this name")
    TICKET = "ticket", _("Showed a ticket that was sent to this address")
    KNOWN = "known", _("A colleague knows this person")
    CALLED_BACK = "called-back", _("Answered the telephone number that stands with an order")


class Rule(NamedTuple):
    lasts: timedelta
    tries: int


# A code in a mailbox is read at once; a note from the desk is typed at home; a letter travels, and waits on the mat.
RULES = {
    ProofKind.SECOND_ADDRESS: Rule(timedelta(minutes=10), 5),
    ProofKind.DESK: Rule(timedelta(days=7), 5),
    ProofKind.LETTER: Rule(timedelta(days=21), 5),
}

# Made by staff, so every proven address of the person hears of it (V-11).
MADE_BY_STAFF = frozenset({ProofKind.DESK, ProofKind.LETTER})

# An address that came in just now is no second channel: who took over an account may have added it.
KNOWN_AFTER = timedelta(days=7)
