"""What many rows know, read as adjectives."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from . import times
from .enums import IdentifierKind

if TYPE_CHECKING:
    from .models import DataSubject


class DataSubjectQuerySet(models.QuerySet):
    def frozen(self) -> Self:
        return self.filter(frozen_at__isnull=False)

    def unverified(self) -> Self:
        """Nobody proved to be this person by any of the ways we know them."""
        return self.exclude(identifiers__verified_at__isnull=False)

    def left_over(self, now: datetime) -> Self:
        """SECURITY V-14: made for a request that was never confirmed, a week old, and nothing hangs on it."""
        found = self.unverified().filter(created_at__lt=now - times.UNVERIFIED_LASTS)
        for relation in self.model._meta.related_objects:
            if relation.name != "identifiers":
                rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
                found = found.filter(~Exists(rows))
        return found


class IdentifierQuerySet(models.QuerySet):
    def emails(self) -> Self:
        return self.filter(kind=IdentifierKind.EMAIL)

    def verified(self) -> Self:
        return self.filter(verified_at__isnull=False)

    def current(self) -> Self:
        """With which one can sign in: not replaced by another."""
        return self.filter(replaced_at__isnull=True)


class EmailChallengeQuerySet(models.QuerySet):
    def of_browser(self, digest: str) -> Self:
        return self.filter(browser=digest)

    def unspent(self) -> Self:
        return self.filter(used_at__isnull=True, voided_at__isnull=True)

    def usable(self, now: datetime) -> Self:
        return self.unspent().filter(expires_at__gt=now)


class CustomerSessionQuerySet(models.QuerySet):
    def of(self, subject: "DataSubject") -> Self:
        return self.filter(subject=subject)

    def alive(self, now: datetime) -> Self:
        return self.filter(is_alive(now))

    def dead(self, now: datetime) -> Self:
        return self.exclude(is_alive(now))


def is_alive(now: datetime) -> Q:
    """SECURITY A-05: used within the half hour, begun within twelve, and its owner did not stop all access."""
    return Q(
        last_used_at__gt=now - times.idle(),
        started_at__gt=now - times.absolute(),
        subject__frozen_at__isnull=True,
    )
