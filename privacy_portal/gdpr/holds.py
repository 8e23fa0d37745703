"""When something that cannot be taken back waits three days: a table, and the arithmetic (SECURITY V-10).

Whoever took over a mailbox asks at once for a copy, or for erasure to cover their tracks. So after a sign of risk the
act waits, its owner is told by mail, and can stop it. The venue's own rule, but one the law limits: Art. 12(3) gives a
month, and a hold may not eat the days in which the request is worked on (Art. 12(2): rights are made easy)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .deadlines import Pause, day_of_term

HOLD = timedelta(hours=72)
# The day of the statutory month on which no hold is left.
LAST_DAY = 25


class Act(TextChoices):
    """What can be held: both are for ever."""

    EXPORT = "export", _("Download of the data")
    ERASURE = "erasure", _("Erasure")


class Risk(TextChoices):
    """Why an act waits, in words for the person. In the order in which they are told."""

    EMAIL_CHANGED = "email-changed", _("an e-mail address was added or changed less than seven days ago")
    RECOVERY_USED = "recovery-used", _("access had been stopped, and was opened again less than seven days ago")
    DELEGATE = "delegate", _("somebody else asks for this in your name")
    NEW_DEVICE = (
        "new-device",
        _("we do not keep which devices you use, so each request to erase counts as from a new one"),
    )


@dataclass(frozen=True)
class Rule:
    """Which acts a risk holds, and how long after it arose it still does; without `fresh_for` it belongs to the act
    itself and never wears off."""

    acts: frozenset[Act]
    fresh_for: timedelta | None = None


BOTH = frozenset(Act)
A_WEEK = timedelta(days=7)

RULES: dict[Risk, Rule] = {
    Risk.EMAIL_CHANGED: Rule(BOTH, A_WEEK),
    Risk.RECOVERY_USED: Rule(BOTH, A_WEEK),
    Risk.DELEGATE: Rule(BOTH),
    Risk.NEW_DEVICE: Rule(frozenset({Act.ERASURE})),
}


@dataclass(frozen=True)
class Hold:
    until: datetime
    reasons: tuple[Risk, ...]


def hold_on(
    act: Act, risks: Mapping[Risk, datetime], *, asked_at: datetime, not_after: datetime, now: datetime
) -> Hold | None:
    """The hold that stands now, if one does. `risks` tells when each arose; one that arises after the act was asked
    counts from then on. `not_after` is what the law leaves."""
    ends = {risk: max(since, asked_at) + HOLD for risk, since in risks.items() if counts(risk, act, since, asked_at)}
    until = min(max(ends.values(), default=asked_at), not_after)
    if now >= until:
        return None
    return Hold(until, tuple(risk for risk in RULES if ends.get(risk, now) > now))


def counts(risk: Risk, act: Act, since: datetime, asked_at: datetime) -> bool:
    rule = RULES[risk]
    return act in rule.acts and (rule.fresh_for is None or asked_at - since < rule.fresh_for)


def last_moment(received: date, *, pauses: Collection[Pause] = (), today: date | None = None, zone: tzinfo) -> datetime:
    """The beginning of day 25, so that the day itself is left for the work. The month moves with its pauses."""
    day = day_of_term(received, LAST_DAY, pauses=pauses, today=today)
    return datetime.combine(day, time.min, tzinfo=zone)
