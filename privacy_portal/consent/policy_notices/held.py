"""The subscription as personal data: shown and taken along with the rest, and gone for good when asked."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from privacy_portal.data_sources.contract import Erased, Field, PlanItem, Record
from privacy_portal.data_sources.enums import ErasureOutcome, PlanVerdict
from privacy_portal.evidence.actors import Actor

from .actions import CHOICE, remove, subscriptions_of, target_of
from .models import PolicySubscription

KIND = "policy-notices"


def records(source: str, emails: list[str]) -> Iterator[Record]:
    for subscription in subscriptions_of(emails):
        yield _as_record(source, subscription)


def plan(emails: list[str]) -> Iterator[PlanItem]:
    for subscription in subscriptions_of(emails):
        yield PlanItem(
            reference=target_of(subscription.pk),
            kind=KIND,
            activity=CHOICE,
            verdict=PlanVerdict.REMOVE,
            until=None,
            reason=_("Nothing of this is kept."),
            title=_("Mail when our privacy policy changes"),
        )


def erase(emails: list[str], reference: str, now: datetime | None = None) -> Erased:
    """What is gone is not found again, and that is an outcome too."""
    found = {target_of(subscription.pk): subscription for subscription in subscriptions_of(emails)}
    if reference not in found:
        return Erased(reference, ErasureOutcome.NOT_FOUND)
    remove(found[reference], by=Actor.system("erasure"), now=now or timezone.now())
    return Erased(reference, ErasureOutcome.ERASED)


def is_ours(reference: str) -> bool:
    return reference.startswith(f"{KIND}:")


def _as_record(source: str, subscription: PolicySubscription) -> Record:
    """Its period ends with the subscription, so it has not begun to run."""
    return Record(
        source=source,
        kind=KIND,
        kind_label=_("Mail when our privacy policy changes"),
        reference=target_of(subscription.pk),
        activity=CHOICE,
        fields=(
            Field("email", _("E-mail address"), subscription.email, "email"),
            Field("language", _("Language"), subscription.language, "preferences"),
            Field("asked_at", _("Asked for"), subscription.asked_at, "preferences"),
            Field("confirmed_at", _("Confirmed"), subscription.confirmed_at, "preferences"),
        ),
        origin=_("From yourself"),
        retention_start=None,
        title=_("Mail when our privacy policy changes"),
        as_of=subscription.confirmed_at or subscription.asked_at,
    )
