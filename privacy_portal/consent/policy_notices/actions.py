"""Asking for notices, confirming it, ending it. Answers tell nobody whether an address is known (SECURITY V-01)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from privacy_portal.consent import events
from privacy_portal.consent.enums import Method
from privacy_portal.data_subjects.client_address import network_of
from privacy_portal.data_subjects.identifiers import emails_of, find_by_email, normalise_email, primary_email
from privacy_portal.data_subjects.limits import DAY, HOUR, allow
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.blind_index import blind_index
from privacy_portal.evidence.ledger import record
from privacy_portal.evidence.outbox import withdraw_mail

from . import links
from .models import PolicySubscription
from .notifications import ask_to_confirm

# The key of the choice a signed-in customer sees.
CHOICE = "policy-notices"
# How often one network, one address and everybody together may ask; over it no mail goes and nothing tells.
LIMITS = (("notices-per-network", 10, HOUR), ("notices-per-address", 3, DAY), ("notices-in-all", 600, HOUR))


@transaction.atomic
def ask(*, email: str, language: str, ip: str, now: datetime | None = None) -> None:
    """The same work for a known address as for an unknown one: one row, one mail."""
    now = now or timezone.now()
    email = normalise_email(email)
    if not may_ask(network_of(ip), email, now):
        return
    subscription, _new = PolicySubscription.objects.get_or_create(
        index=index_of(email), defaults={"email": email, "language": language, "asked_at": now}
    )
    PolicySubscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(asked_at=now)
    ask_to_confirm(subscription, language=language, now=now)


def may_ask(network: str, email: str, now: datetime) -> bool:
    """The sender's own limit comes first: who is over it cannot use up somebody else's."""
    counted = zip(LIMITS, (network, email, ""), strict=True)
    return all(allow(scope, key, limit=most, per=per, now=now) for (scope, most, per), key in counted)


@transaction.atomic
def confirm(token: str, *, now: datetime | None = None) -> PolicySubscription:
    """The yes came from the mailbox itself. In the language in which it was asked; twice is once."""
    now = now or timezone.now()
    told = links.read_confirm(token)
    subscription = PolicySubscription.objects.select_for_update().filter(pk=told.subscription_id).first()
    if subscription is None:
        raise links.BadLink
    establish(subscription, told.language, by=Actor.visitor(), now=now)
    tell_choice(subscription.email, on=True, method=Method.PORTAL, language=told.language, now=now)
    return subscription


@transaction.atomic
def stop(token: str, *, language: str, now: datetime | None = None) -> None:
    """RFC 8058: at once, and twice is once. What waits for this reader is not sent any more."""
    now = now or timezone.now()
    told = links.read_stop(token)
    subscription = PolicySubscription.objects.filter(pk=told.subscription_id).first()
    if subscription is None:
        return
    email = subscription.email
    remove(subscription, by=Actor.visitor(), now=now)
    tell_choice(email, on=False, method=Method.ONE_CLICK, language=language, now=now)


def follow(subject: DataSubject, *, on: bool, by: Actor, language: str, now: datetime) -> None:
    """What a signed-in customer chose: the address was proven when signing in, so there is nothing to confirm."""
    found = subscriptions_of(emails_of(subject))
    if not on:
        for subscription in found:
            remove(subscription, by=by, now=now)
        return
    email = primary_email(subject)
    if any(subscription.confirmed_at for subscription in found) or not email:
        return
    subscription, _new = PolicySubscription.objects.get_or_create(
        index=index_of(email), defaults={"email": email, "language": language, "asked_at": now}
    )
    establish(subscription, language, by=by, now=now)


def establish(subscription: PolicySubscription, language: str, *, by: Actor, now: datetime) -> None:
    is_new = subscription.confirmed_at is None
    subscription.confirmed_at = subscription.confirmed_at or now
    subscription.language = language
    subscription.save(update_fields=["confirmed_at", "language"])
    if is_new:
        facts = {"language": language}
        record(events.NOTICES_CONFIRMED, by=by, target=target_of(subscription.pk), facts=facts, now=now)


def remove(subscription: PolicySubscription, *, by: Actor, now: datetime) -> None:
    """Nothing stays but the note that it ended, which names nobody."""
    target = target_of(subscription.pk)
    withdraw_mail(subscription.pk, by=by, now=now)
    if PolicySubscription.objects.filter(pk=subscription.pk).delete()[0]:
        record(events.NOTICES_ENDED, by=by, target=target, now=now)


def tell_choice(email: str, *, on: bool, method: Method, language: str, now: datetime) -> None:
    """Who is known here as a customer sees it among the other choices, with its proof (Art. 7(1))."""
    from privacy_portal.consent.actions import set_choice

    subject = find_by_email(email)
    if subject is not None:
        by = Actor.subject(subject.pk, "P")
        set_choice(subject=subject, key=CHOICE, on=on, by=by, method=method, language=language, now=now)


def forget_unconfirmed(now: datetime, *, after: timedelta = links.CONFIRM_WITHIN) -> int:
    """Addresses whose owner never said yes. Only a count is told (SECURITY V-14)."""
    return PolicySubscription.objects.never_confirmed(now - after).delete()[0]


def subscriptions_of(emails: list[str]) -> list[PolicySubscription]:
    """By the addresses a person proved to read (`emails_of`)."""
    indexes = [index_of(email) for email in emails]
    return list(PolicySubscription.objects.filter(index__in=indexes)) if indexes else []


def index_of(email: str) -> str:
    return blind_index(normalise_email(email), purpose="policy-notices")


def target_of(subscription_id: UUID) -> str:
    return f"policy-notices:{subscription_id}"
