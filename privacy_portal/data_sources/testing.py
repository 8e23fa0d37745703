"""Trying a source at the wish of a member of staff, and telling in plain words what came of it. What the other side
wrote is never shown: it may hold anything (SECURITY E-08)."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import pgettext_lazy

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import breaker, events
from .contract import Health, Source
from .outside.together import ask_together

logger = logging.getLogger(__name__)

# Seconds: what somebody who waits at a page is willing to wait, and from when an answer counts as slow.
DEADLINE = 10.0
SLOW = 2.0


class Verdict(models.TextChoices):
    FINE = "fine", pgettext_lazy("test of a source", "It answers.")
    SLOWLY = "slowly", pgettext_lazy("test of a source", "It answers, but slowly: pages will often leave it out.")
    REFUSED_CONNECTION = (
        "refused-connection",
        pgettext_lazy("test of a source", "Nothing listens there: the connection is refused. Is the address right?"),
    )
    UNKNOWN_NAME = (
        "unknown-name",
        pgettext_lazy("test of a source", "The name in the address is not known. Is the address right?"),
    )
    CERTIFICATE = (
        "certificate",
        pgettext_lazy(
            "test of a source",
            "Its certificate cannot be trusted, so nothing was sent. Is it expired, or is there a proxy in between?",
        ),
    )
    TOO_SLOW = "too-slow", pgettext_lazy("test of a source", "It did not answer in time.")
    BROKE_OFF = "broke-off", pgettext_lazy("test of a source", "It broke off the connection.")
    NOT_LET_IN = (
        "not-let-in",
        pgettext_lazy("test of a source", "It does not let us in. Are the keys right, and still valid?"),
    )
    BUSY = "busy", pgettext_lazy("test of a source", "It is too busy and asks us to wait. Try again later.")
    OUT_OF_ORDER = "out-of-order", pgettext_lazy("test of a source", "It answers that it is out of order.")
    ELSEWHERE = (
        "elsewhere",
        pgettext_lazy(
            "test of a source", "It sends us to another address, and we do not follow. Is the address right?"
        ),
    )
    SOMETHING_ELSE = (
        "something-else",
        pgettext_lazy("test of a source", "Something answers there, but not what we expect. Is the address right?"),
    )
    SAID_NO = (
        "said-no",
        pgettext_lazy("test of a source", "It understands us and says no. Are the ids in the environment right?"),
    )
    FAILED = "failed", pgettext_lazy("test of a source", "It does not work. The log of the server tells more.")

    @property
    def is_good(self) -> bool:
        return self in {Verdict.FINE, Verdict.SLOWLY}


# How the detail of a failure begins -> the verdict; the first that fits counts.
MEANINGS: tuple[tuple[str, Verdict], ...] = (
    ("ConnectionRefused", Verdict.REFUSED_CONNECTION),
    ("gaierror", Verdict.UNKNOWN_NAME),
    ("SSLEOF", Verdict.BROKE_OFF),
    ("SSL", Verdict.CERTIFICATE),
    ("Timeout", Verdict.TOO_SLOW),
    ("timeout", Verdict.TOO_SLOW),
    ("no answer in time", Verdict.TOO_SLOW),
    ("too slow", Verdict.TOO_SLOW),
    ("cut off", Verdict.BROKE_OFF),
    ("Connection", Verdict.BROKE_OFF),
    ("RemoteDisconnected", Verdict.BROKE_OFF),
    ("IncompleteRead", Verdict.BROKE_OFF),
    ("not let in", Verdict.NOT_LET_IN),
    ("status 429", Verdict.BUSY),
    ("asked to wait", Verdict.BUSY),
    ("status 5", Verdict.OUT_OF_ORDER),
    ("redirected", Verdict.ELSEWHERE),
    ("answer", Verdict.SOMETHING_ELSE),
    ("BadStatusLine", Verdict.SOMETHING_ELSE),
    ("refused with", Verdict.SAID_NO),
)


@dataclass(frozen=True)
class Tested:
    verdict: Verdict
    seconds: float


def try_out(source: Source, *, by: Actor, now: datetime, within: float = DEADLINE) -> Tested:
    """Never raises for what the source does. One that answers is asked again at once where it was left alone."""
    start = time.monotonic()
    health = _asked(source, within)
    seconds = time.monotonic() - start
    tested = Tested(verdict_of(health, seconds), seconds)
    if tested.verdict.is_good:
        breaker.answered(source.key, now)
    else:
        logger.warning("Test of source %s: %s", source.key, health.detail)
    with transaction.atomic():
        facts = {"source": source.key, "result": tested.verdict.value}
        record(events.TESTED, by=by, target=f"source:{source.key}", facts=facts, now=now)
    return tested


def _asked(source: Source, within: float) -> Health:
    """In a thread of its own, unless its rows are in this database."""
    if source.is_embedded:
        return source.check()
    answer = ask_together({source.key: source.check}, within)[source.key]
    return answer if isinstance(answer, Health) else Health(ok=False, detail=str(answer))


def verdict_of(health: Health, seconds: float) -> Verdict:
    if health.ok:
        return Verdict.SLOWLY if seconds > SLOW else Verdict.FINE
    return next((verdict for start, verdict in MEANINGS if health.detail.startswith(start)), Verdict.FAILED)
