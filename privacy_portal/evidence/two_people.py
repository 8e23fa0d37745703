"""What cannot be undone is done by two people: one proposes, another one agrees (SECURITY A-10, ASVS 2.3.5).

A team of one cannot do that. Where the setting TWO_PEOPLE is off, the same person may agree a day later: time in which
somebody notices that an account is in other hands."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .actors import Actor, ActorKind

ALONE_WAITS = timedelta(hours=24)


class NotASecondPerson(Exception):
    """`possible_from` is there when waiting helps, which it does in a team of one."""

    def __init__(self, possible_from: datetime | None = None) -> None:
        self.possible_from = possible_from
        super().__init__("Whoever proposed this cannot agree to it as well.")


class AgreedByTwo(models.Model):
    """Who proposed and who agreed. `alone` says that it was one person, in a team of one, a day apart."""

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("agreed by"),
    )
    approved_at = models.DateTimeField(_("agreed at"), null=True)
    alone = models.BooleanField(_("agreed by the same person, a day later"), default=False)

    class Meta:
        abstract = True

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    def approve(self, by: Actor, *, now: datetime) -> None:
        """The caller holds the lock on the row, so of two windows at once the second finds it approved."""
        self.alone = agrees_alone(self, by, now=now)
        self.approved_by_id, self.approved_at = by.reference, now
        self.save(update_fields=["approved_by", "approved_at", "alone"])


def two_different_people(name: str) -> models.CheckConstraint:
    """For the table itself: not the same person twice, unless the row says that it was a team of one."""
    different = Q(approved_by=None) | ~Q(approved_by=F("proposed_by")) | Q(alone=True)
    return models.CheckConstraint(condition=different, name=name)


def agrees_alone(order: AgreedByTwo, by: Actor, *, now: datetime) -> bool:
    """False when it is somebody else, as it should be; True for a team of one that waited. Anything else is refused,
    also what is nobody: a job or a command agrees to nothing."""
    if by.kind != ActorKind.STAFF:
        raise NotASecondPerson
    if str(order.proposed_by_id) != by.reference:
        return False
    possible_from = alone_from(order)
    if possible_from is None or now < possible_from:
        raise NotASecondPerson(possible_from)
    return True


def alone_from(order: AgreedByTwo) -> datetime | None:
    """From when the same person may agree; None where two people are there to do it."""
    return None if settings.TWO_PEOPLE else order.proposed_at + ALONE_WAITS
