"""What a person may ask of whoever holds their data (Art. 7(3), 13-22 and 77)."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Right(TextChoices):
    INFORMATION = "information", _("Right to information")
    ACCESS = "access", _("Right of access")
    RECTIFICATION = "rectification", _("Right to rectification")
    ERASURE = "erasure", _("Right to erasure")
    RESTRICTION = "restriction", _("Right to restriction of processing")
    PORTABILITY = "portability", _("Right to data portability")
    OBJECTION = "objection", _("Right to object")
    AUTOMATED_DECISION = "automated_decision", _("Right not to be judged by a machine alone")
    WITHDRAW_CONSENT = "withdraw_consent", _("Right to withdraw consent")
    COMPLAINT = "complaint", _("Right to lodge a complaint")

    @property
    def article(self) -> str:
        return RIGHTS[self].article

    @property
    def is_fileable(self) -> bool:
        return RIGHTS[self].fileable

    @property
    def slug(self) -> str:
        return RIGHTS[self].slug


@dataclass(frozen=True)
class RightInfo:
    """`fileable`: a rights request of this kind can be filed with the venue and starts its clock. A complaint may
    be brought to the venue as well as to the authority; nobody has to come to the venue first."""

    article: str
    summary: str | Promise
    fileable: bool
    slug: str


RIGHTS: dict[Right, RightInfo] = {
    Right.INFORMATION: RightInfo(
        "13-14",
        _("You may know which personal data we process, why, for how long and who receives them."),
        True,
        "information",
    ),
    Right.ACCESS: RightInfo(
        "15", _("You may see the data we hold about you and receive a copy of them."), True, "access"
    ),
    Right.RECTIFICATION: RightInfo(
        "16", _("You may have data that are wrong or incomplete put right."), True, "rectification"
    ),
    Right.ERASURE: RightInfo("17", _("You may have your data erased when we no longer need them."), True, "erasure"),
    Right.RESTRICTION: RightInfo(
        "18",
        _("You may have us keep your data without using them, for instance while we check them."),
        True,
        "restriction",
    ),
    Right.PORTABILITY: RightInfo(
        "20",
        _("You may receive your data in a form that you can pass on to another organisation."),
        True,
        "portability",
    ),
    Right.OBJECTION: RightInfo(
        "21", _("You may object when we use your data for an interest of our own."), True, "objection"
    ),
    Right.AUTOMATED_DECISION: RightInfo(
        "22",
        _("You may ask for a person when a decision about you was taken by a machine alone."),
        False,
        "automated-decision",
    ),
    Right.WITHDRAW_CONSENT: RightInfo(
        "7(3)",
        _("You may withdraw consent at any moment, as easily as you gave it."),
        True,
        "withdraw-consent",
    ),
    Right.COMPLAINT: RightInfo(
        "77", _("You may lodge a complaint with the data protection authority."), True, "complaint"
    ),
}

FILEABLE: tuple[Right, ...] = tuple(right for right, info in RIGHTS.items() if info.fileable)
