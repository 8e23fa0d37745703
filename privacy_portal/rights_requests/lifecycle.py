"""Which verb is allowed in which state, and where it leads. The whole life of a case is this one table."""

from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.enums import Ground, Status, grounds_for


class Verb(StrEnum):
    """What can happen to a case that exists. Receiving one makes it exist."""

    TAKE = "take"
    ASK = "ask_subject"
    MESSAGE = "send_message"
    REPLY = "reply"
    DOUBT_IDENTITY = "doubt_identity"
    RESUME = "resume"
    CONFIRM_IDENTITY = "confirm_identity"
    EXTEND = "extend"
    ERASE = "agree_to_erase"
    ANSWER = "answer"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[Status, dict[Verb, Status]] = {
    Status.RECEIVED: {
        Verb.TAKE: Status.IN_PROGRESS,
        Verb.MESSAGE: Status.RECEIVED,
        Verb.REPLY: Status.RECEIVED,
        Verb.WITHDRAW: Status.WITHDRAWN,
    },
    Status.IN_PROGRESS: {
        Verb.TAKE: Status.IN_PROGRESS,
        Verb.ASK: Status.WAITING_FOR_SUBJECT,
        Verb.MESSAGE: Status.IN_PROGRESS,
        Verb.REPLY: Status.IN_PROGRESS,
        Verb.DOUBT_IDENTITY: Status.IDENTITY_IN_DOUBT,
        Verb.CONFIRM_IDENTITY: Status.IN_PROGRESS,
        Verb.EXTEND: Status.IN_PROGRESS,
        Verb.ERASE: Status.IN_PROGRESS,
        Verb.ANSWER: Status.ANSWERED,
        Verb.REFUSE: Status.REFUSED,
        Verb.WITHDRAW: Status.WITHDRAWN,
    },
    Status.WAITING_FOR_SUBJECT: {
        Verb.TAKE: Status.WAITING_FOR_SUBJECT,
        Verb.MESSAGE: Status.WAITING_FOR_SUBJECT,
        Verb.REPLY: Status.IN_PROGRESS,
        Verb.DOUBT_IDENTITY: Status.IDENTITY_IN_DOUBT,
        Verb.CONFIRM_IDENTITY: Status.WAITING_FOR_SUBJECT,
        Verb.EXTEND: Status.WAITING_FOR_SUBJECT,
        Verb.ERASE: Status.WAITING_FOR_SUBJECT,
        Verb.ANSWER: Status.ANSWERED,
        Verb.REFUSE: Status.REFUSED,
        Verb.WITHDRAW: Status.WITHDRAWN,
    },
    # A reply does not end the doubt: someone at the desk judges it and says so.
    Status.IDENTITY_IN_DOUBT: {
        Verb.TAKE: Status.IDENTITY_IN_DOUBT,
        Verb.MESSAGE: Status.IDENTITY_IN_DOUBT,
        Verb.REPLY: Status.IDENTITY_IN_DOUBT,
        Verb.RESUME: Status.IN_PROGRESS,
        Verb.CONFIRM_IDENTITY: Status.IN_PROGRESS,
        Verb.REFUSE: Status.REFUSED,
        Verb.WITHDRAW: Status.WITHDRAWN,
    },
    Status.ANSWERED: {},
    Status.REFUSED: {},
    Status.WITHDRAWN: {},
}

ONLY_FOR: dict[Verb, Right] = {Verb.ERASE: Right.ERASURE}
"""Verbs that belong to one right; all others are for every right."""


class NotPossible(ValidationError):
    """A verb that this case, in this state and on this day, does not allow. The text may be shown."""


def may(status: Status | str, verb: Verb) -> bool:
    return verb in TRANSITIONS[Status(status)]


def next_status(status: Status | str, verb: Verb) -> Status:
    """Where the verb leads; refuses what the table does not hold."""
    try:
        return TRANSITIONS[Status(status)][verb]
    except KeyError:
        message = _("This cannot be done while the request is “%(status)s”.")
        raise NotPossible(message, code="state", params={"status": Status(status).label}) from None


def fits(right: Right | str, verb: Verb) -> bool:
    return ONLY_FOR.get(verb, right) == right


def check_right(right: Right | str, verb: Verb) -> None:
    if not fits(right, verb):
        raise NotPossible(_("This does not belong to the right that was used."), code="right")


def check_ground(right: Right | str, ground: Ground | str) -> None:
    """Not every ground can refuse every right: one may not keep data "for a legal claim" from access."""
    if Ground(ground) not in grounds_for(right):
        raise NotPossible(_("The law does not give this ground for this right."), code="ground")
