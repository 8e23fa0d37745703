"""Know, link, unlink, fail. Each is told in the ledger; a link also by mail, because it is a new way in."""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction

from cms.staff.ending import target_of
from cms.staff.models import DirectoryAccount, User
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.evidence.outbox import post_mail

from .failures import Failed, Reason
from .tokens import Person

logger = logging.getLogger(__name__)


class Closed(Failed):
    """Whose account it is, so that the ledger can say so."""

    def __init__(self, user: User) -> None:
        super().__init__(Reason.CLOSED)
        self.user = user


def user_known_as(person: Person) -> User:
    """By issuer and subject, and by nothing else that the directory may say."""
    accounts = DirectoryAccount.objects.select_related("user")
    account = accounts.filter(issuer=person.issuer, subject=person.subject).first()
    if account is None:
        raise Failed(Reason.UNKNOWN)
    if not account.user.is_active:
        raise Closed(account.user)
    return account.user


@transaction.atomic
def link(user: User, person: Person, *, now: datetime) -> None:
    """By the person, who is signed in and gave a code a moment ago. The database keeps two from sharing one."""
    if DirectoryAccount.objects.filter(user=user).exists():
        raise Failed(Reason.LINKED)
    try:
        with transaction.atomic():
            DirectoryAccount.objects.create(user=user, issuer=person.issuer, subject=person.subject, linked_at=now)
    except IntegrityError:
        raise Failed(Reason.TAKEN) from None
    record("staff.directory_linked", by=Actor.staff(user), target=target_of(user), now=now)
    _tell(user, "staff_directory_linked", now=now)


@transaction.atomic
def unlink(user: User, *, by: Actor, now: datetime) -> bool:
    """Whether there was one. Who is between the directory and the second step right now does not get further."""
    count, _each = DirectoryAccount.objects.filter(user=user).delete()
    if count:
        record("staff.directory_unlinked", by=by, target=target_of(user), now=now)
        _tell(user, "staff_directory_unlinked", now=now)
    return bool(count)


@transaction.atomic
def fail(failure: Failed, *, linking: User | None, now: datetime) -> None:
    why = f"{failure.reason.value}: {failure.detail}" if failure.detail else failure.reason.value
    logger.warning("the way in through the directory failed: %s", why)
    if linking is not None:
        by, target = Actor.staff(linking), target_of(linking)
        record("staff.directory_link_failed", by=by, target=target, facts={"why": why}, now=now)
        return
    target = target_of(failure.user) if isinstance(failure, Closed) else ""
    facts = {"step": "directory", "why": why}
    record("staff.sign_in_failed", by=Actor.visitor(), target=target, facts=facts, now=now)


def _tell(user: User, template: str, *, now: datetime) -> None:
    post_mail(
        to=user.email,
        template=template,
        context={},
        language=user.language,
        key=f"{template}:{user.pk}:{now.isoformat()}",
        now=now,
    )
