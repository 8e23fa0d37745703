"""The six reasons that make processing lawful (Art. 6(1)); there is no seventh."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rights import Right


class LawfulBasis(TextChoices):
    CONSENT = "consent", _("Consent")
    CONTRACT = "contract", _("Contract")
    LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation")
    VITAL_INTERESTS = "vital_interests", _("Vital interests")
    PUBLIC_TASK = "public_task", _("Public task")
    LEGITIMATE_INTERESTS = "legitimate_interests", _("Legitimate interests")

    @property
    def article(self) -> str:
        return ARTICLES[self]

    @property
    def explanation(self) -> str | Promise:
        return EXPLANATIONS[self]

    @property
    def rights_lost(self) -> frozenset[Right]:
        return RIGHTS_LOST[self]


ARTICLES: dict[LawfulBasis, str] = {
    LawfulBasis.CONSENT: "6(1)(a)",
    LawfulBasis.CONTRACT: "6(1)(b)",
    LawfulBasis.LEGAL_OBLIGATION: "6(1)(c)",
    LawfulBasis.VITAL_INTERESTS: "6(1)(d)",
    LawfulBasis.PUBLIC_TASK: "6(1)(e)",
    LawfulBasis.LEGITIMATE_INTERESTS: "6(1)(f)",
}

EXPLANATIONS = {
    LawfulBasis.CONSENT: _("You said yes to this, and you may take that back at any moment."),
    LawfulBasis.CONTRACT: _("Without these data we cannot deliver what you ordered or asked for."),
    LawfulBasis.LEGAL_OBLIGATION: _("A law obliges us to do this."),
    LawfulBasis.VITAL_INTERESTS: _("A life depends on it."),
    LawfulBasis.PUBLIC_TASK: _("It is part of a task in the public interest that the law gave us."),
    LawfulBasis.LEGITIMATE_INTERESTS: _(
        "We have a good reason that weighs more than the small intrusion on your privacy. You may object."
    ),
}

_NO_OBJECTION = frozenset({Right.OBJECTION})
_NO_CONSENT = frozenset({Right.WITHDRAW_CONSENT})
_NO_PORTABILITY = frozenset({Right.PORTABILITY})

# Which rights do not apply on which basis. Art. 7(3): withdrawing belongs to consent; Art. 20(1)(a):
# portability to consent and contract; Art. 21(1): objection to public task and legitimate interests; Art.
# 17(3)(b): no erasure of what a law or a public task obliges us to keep.
RIGHTS_LOST: dict[LawfulBasis, frozenset[Right]] = {
    LawfulBasis.CONSENT: _NO_OBJECTION,
    LawfulBasis.CONTRACT: _NO_OBJECTION | _NO_CONSENT,
    LawfulBasis.LEGAL_OBLIGATION: _NO_OBJECTION | _NO_CONSENT | _NO_PORTABILITY | {Right.ERASURE},
    LawfulBasis.VITAL_INTERESTS: _NO_OBJECTION | _NO_CONSENT | _NO_PORTABILITY,
    LawfulBasis.PUBLIC_TASK: _NO_CONSENT | _NO_PORTABILITY | {Right.ERASURE},
    LawfulBasis.LEGITIMATE_INTERESTS: _NO_CONSENT | _NO_PORTABILITY,
}
