"""The ways to a second proof, for the list on the page: nobody loses a right for lack of one (SECURITY V-08)."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.data_subjects.proofs.channels import other_addresses
from privacy_portal.data_subjects.proofs.kinds import ProofKind


@dataclass(frozen=True)
class Way:
    """`url` leads on to the page that was asked for."""

    label: str | Promise
    about: str | Promise
    url: str


# Kind -> the page, its name in the list, and for whom it is.
WAYS: dict[ProofKind, tuple[str, str | Promise, str | Promise]] = {
    ProofKind.SECOND_ADDRESS: (
        "proof_address",
        _("A code to your other e-mail address"),
        _("You proved earlier that you can read it. It takes a minute."),
    ),
    ProofKind.DESK: (
        "proof_desk",
        _("A code from the box office"),
        _("Come by. A colleague sees who you are and gives you a code, which you type here."),
    ),
    ProofKind.LETTER: (
        "proof_letter",
        _("A code by letter"),
        _("We send it to the postal address that stands with your orders. It takes a few days."),
    ),
}


def ways_of(session: CustomerSession, *, next_url: str, now: datetime, but: ProofKind | None = None) -> list[Way]:
    """All there are for this person, in the order of the table; `but` is the page one is on."""
    absent = {but} if other_addresses(session, now=now) else {but, ProofKind.SECOND_ADDRESS}
    return [
        Way(label, about, with_next(page, next_url))
        for kind, (page, label, about) in WAYS.items()
        if kind not in absent
    ]


def with_next(page: str, next_url: str) -> str:
    address = reverse(f"self_service:{page}")
    return f"{address}?{urlencode({'next': next_url})}" if next_url else address
