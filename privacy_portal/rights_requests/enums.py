"""The words of a case: its states and who waits for whom in each, and the grounds the law gives to refuse."""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from privacy_portal.gdpr.rights import Right


class StaffRole(TextChoices):
    """As whom somebody of the venue acts in a case; what the person concerned is told instead of a name."""

    DESK = "desk", _("The privacy desk")
    OFFICER = "officer", _("The data protection officer")


class LookingReason(TextChoices):
    """Why somebody of the venue saw what is masked. The person concerned reads it too (SECURITY A-09, V-11)."""

    CONTACT = "contact", _("To call you or write to you about your request")
    IDENTITY = "identity", _("To make sure who made the request")
    BREACH = "breach", _("To look into a data breach or a complaint")
    AUTHORITY = "authority", _("The supervisory authority asked about it")


class Status(TextChoices):
    RECEIVED = "received", _("Received")
    """It is in; nobody at the desk has picked it up yet. The venue is to move; the clock runs."""
    IN_PROGRESS = "in_progress", _("In progress")
    """Someone at the desk works on it. The venue is to move; the clock runs."""
    WAITING_FOR_SUBJECT = "waiting_for_subject", _("Waiting for reply")
    """The desk asked something. The person is to move, yet the clock runs: a question excuses no delay."""
    IDENTITY_IN_DOUBT = "identity_in_doubt", _("Identity in doubt")
    """The desk doubts who is asking. The person is to move; the clock stands still (Art. 12(6))."""
    ANSWERED = "answered", _("Answered")
    """The venue did what was asked, or gave what was asked. Nobody has to move."""
    REFUSED = "refused", _("Refused")
    """The venue did not do it, and told why and where to object (Art. 12(4))."""
    WITHDRAWN = "withdrawn", _("Withdrawn")
    """The person no longer wants it."""

    @property
    def is_open(self) -> bool:
        return self in OPEN

    @property
    def is_closed(self) -> bool:
        return self in CLOSED

    @property
    def waits_for_subject(self) -> bool:
        return self in WITH_SUBJECT


WITH_DESK = frozenset({Status.RECEIVED, Status.IN_PROGRESS})
WITH_SUBJECT = frozenset({Status.WAITING_FOR_SUBJECT, Status.IDENTITY_IN_DOUBT})
OPEN = WITH_DESK | WITH_SUBJECT
CLOCK_RUNNING = OPEN - {Status.IDENTITY_IN_DOUBT}
CLOSED = frozenset({Status.ANSWERED, Status.REFUSED, Status.WITHDRAWN})


class Channel(TextChoices):
    """How the request came in: the law asks for no form, so every way counts."""

    PORTAL = "portal", _("This site")
    EMAIL = "email", _("E-mail")
    POST = "post", _("Letter")
    PHONE = "phone", _("Telephone")
    DESK = "desk", _("Box office")


class IdentityMethod(TextChoices):
    """How the desk came to know who is asking. A copy of an identity document counts only where the venue switched that
    on, and somebody looked at one for this case (V-07)."""

    SIGNED_IN = "signed_in", _("Signed in with a known e-mail address")
    ORDER_KNOWN = "order_known", _("Knew an order number and postcode")
    CALLED_BACK = "called_back", _("Called back on a known telephone number")
    LETTER_CODE = "letter_code", _("Code by letter to the address on file")
    AT_DESK = "at_desk", _("Showed who they are at the box office")
    DOCUMENT_COPY = "document_copy", _("A copy of an identity document, looked at and destroyed")


class Direction(TextChoices):
    FROM_SUBJECT = "from_subject", _("From the person")
    TO_SUBJECT = "to_subject", _("From the privacy desk")


class MessageKind(TextChoices):
    MESSAGE = "message", _("Message")
    QUESTION = "question", _("Question")
    IDENTITY = "identity", _("Question about who you are")


class ExtensionReason(TextChoices):
    """Art. 12(3): the only two reasons to take longer."""

    COMPLEX = "complex", _("The request is complex")
    MANY = "many", _("There are several requests of the same person")


class Outcome(TextChoices):
    ANSWERED = "answered", pgettext_lazy("outcome of a rights request", "Done what you asked")
    REFUSED = "refused", pgettext_lazy("outcome of a rights request", "Not done")


class Ground(TextChoices):
    """Why the law lets the venue say no. `GROUNDS` tells the article, and for which rights it can be used."""

    UNFOUNDED = "unfounded", _("The request is clearly unfounded")
    EXCESSIVE = "excessive", _("The request is excessive, because it is repeated without a new reason")
    NOT_IDENTIFIABLE = "not_identifiable", _("We cannot establish that the data is about you")
    NOT_INACCURATE = "not_inaccurate", _("The data is correct and complete")
    STILL_NEEDED = "still_needed", _("We still need the data for what you agreed with us")
    EXPRESSION = "expression", _("Freedom of expression and information weighs more")
    LEGAL_DUTY = "legal_duty", _("A law obliges us to keep the data")
    RESEARCH = "research", _("The data is needed for archiving, research or statistics")
    LEGAL_CLAIM = "legal_claim", _("The data is needed for a legal claim")
    OTHERS = "others", _("It would harm the rights and freedoms of others")
    NO_RESTRICTION_GROUND = (
        "no_restriction_ground",
        _("None of the cases in which the law lets you restrict applies"),
    )
    NOT_PORTABLE = (
        "not_portable",
        _("The data was not given by you, or not processed on consent or a contract"),
    )
    COMPELLING = "compelling", _("We have compelling reasons which weigh more than yours")
    NO_CONSENT = "no_consent", _("We do not process this data on the ground of consent")
    PUBLIC_INTEREST = "public_interest", _("An important public interest stands in the way")


@dataclass(frozen=True)
class GroundInfo:
    """Where the law says so (`article`), and for which rights; no rights named means for all of them."""

    article: str
    rights: frozenset[Right] = field(default_factory=frozenset)


GROUNDS: dict[Ground, GroundInfo] = {
    Ground.UNFOUNDED: GroundInfo("12(5)(b)"),
    Ground.EXCESSIVE: GroundInfo("12(5)(b)"),
    Ground.NOT_IDENTIFIABLE: GroundInfo("12(2)"),
    Ground.NOT_INACCURATE: GroundInfo("16", frozenset({Right.RECTIFICATION})),
    Ground.STILL_NEEDED: GroundInfo("17(1)(a)", frozenset({Right.ERASURE})),
    Ground.EXPRESSION: GroundInfo("17(3)(a)", frozenset({Right.ERASURE})),
    Ground.LEGAL_DUTY: GroundInfo("17(3)(b)", frozenset({Right.ERASURE})),
    Ground.RESEARCH: GroundInfo("17(3)(d)", frozenset({Right.ERASURE})),
    Ground.LEGAL_CLAIM: GroundInfo("17(3)(e)", frozenset({Right.ERASURE})),
    Ground.OTHERS: GroundInfo("15(4)", frozenset({Right.ACCESS, Right.PORTABILITY})),
    Ground.NO_RESTRICTION_GROUND: GroundInfo("18(1)", frozenset({Right.RESTRICTION})),
    Ground.NOT_PORTABLE: GroundInfo("20(1)", frozenset({Right.PORTABILITY})),
    Ground.COMPELLING: GroundInfo("21(1)", frozenset({Right.OBJECTION})),
    Ground.NO_CONSENT: GroundInfo("7(3)", frozenset({Right.WITHDRAW_CONSENT})),
    Ground.PUBLIC_INTEREST: GroundInfo("UAVG 41(1)"),
}


def grounds_for(right: Right | str) -> list[Ground]:
    """The grounds on which a request of this right may be refused, in the order of the table."""
    return [ground for ground, info in GROUNDS.items() if not info.rights or right in info.rights]
