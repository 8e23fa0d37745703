"""A second proof without an account: an order number and the postcode that goes with it (SECURITY V-08, V-09)."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum, auto

from django.db import transaction

from privacy_portal.data_sources.collecting import collect
from privacy_portal.data_sources.contract import Record
from privacy_portal.data_sources.enums import AnswerState
from privacy_portal.data_subjects.digests import same
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.limits import within
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.self_service.events import PROOF_FAILED

LIMIT = "order-proofs-per-person"


class Proof(Enum):
    GIVEN = auto()
    # Which of the two was wrong is not said.
    WRONG = auto()
    # Three a day; the other ways stay open.
    TOO_OFTEN = auto()
    # A source that could know did not answer, so nobody can say that it was wrong.
    NOT_ASKED = auto()


@transaction.atomic
def prove_with_order(subject: DataSubject, *, order: str, postcode: str, now: datetime) -> Proof:
    if not within(LIMIT, str(subject.id), now=now):
        return Proof.TOO_OFTEN
    known, all_answered = facts_about(subject, now=now)
    if known.holds(order=order, postcode=postcode):
        return Proof.GIVEN
    record(PROOF_FAILED, by=Actor.subject(subject.id, Level.A1), subject=subject.id, now=now)
    return Proof.WRONG if all_answered else Proof.NOT_ASKED


class Facts:
    """The order numbers and postcodes the sources know of one person."""

    def __init__(self) -> None:
        self.orders: set[str] = set()
        self.postcodes: set[str] = set()

    def learn(self, item: Record) -> None:
        for field in item.fields:
            if item.kind == "order" and field.name == "number":
                self.orders.add(plain(str(field.value)))
            if field.category == "postcode" and field.value:
                self.postcodes.add(plain(str(field.value)))

    def holds(self, *, order: str, postcode: str) -> bool:
        """Both are always compared, with all there is, in constant time."""
        return among(order, self.orders) & among(postcode, self.postcodes)


def facts_about(subject: DataSubject, *, now: datetime) -> tuple[Facts, bool]:
    """What the sources know, and whether each that could know it answered."""
    facts, all_answered = Facts(), True
    for answer in collect(subject, now=now):
        settled = answer.settled()
        all_answered &= settled.state is not AnswerState.COULD_NOT_ASK
        for item in settled.records:
            facts.learn(item)
    return facts, all_answered


def among(typed: str, known: Iterable[str]) -> bool:
    """Without stopping at the first that fits."""
    return sum(same(plain(typed), each) for each in known) > 0


def plain(text: str) -> str:
    """9712 ab, 9712AB: one postcode."""
    return "".join(character for character in text.upper() if character.isalnum())
