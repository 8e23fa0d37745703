"""Who did it, in a form that names nobody."""

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ActorKind(TextChoices):
    SYSTEM = "system", _("The system")
    STAFF = "staff", _("A member of staff")
    SUBJECT = "subject", _("The person concerned")
    VISITOR = "visitor", _("A visitor")
    DELEGATE = "delegate", _("Somebody on behalf of the person concerned")


@dataclass(frozen=True)
class Actor:
    """`reference` is an id or the name of a machine; `level` how sure we were of them (A0-A3, S2, S3)."""

    kind: ActorKind
    reference: str = ""
    level: str = ""

    @classmethod
    def system(cls, name: str) -> Self:
        return cls(ActorKind.SYSTEM, name)

    @classmethod
    def staff(cls, user: Any) -> Self:
        """A verified second factor makes S2 (SECURITY, assurance levels)."""
        verified = getattr(user, "is_verified", None)
        return cls(ActorKind.STAFF, str(user.pk), "S2" if verified and verified() else "")

    @classmethod
    def subject(cls, subject_id: UUID, level: object = "") -> Self:
        """The reference stays empty: the entry's subject says it, under the ledger's own key."""
        return cls(ActorKind.SUBJECT, "", getattr(level, "name", str(level)))

    @classmethod
    def delegate(cls) -> Self:
        """Somebody who asks for the person that an entry is about; who that is, the case says (SECURITY V-12)."""
        return cls(ActorKind.DELEGATE)

    @classmethod
    def visitor(cls) -> Self:
        return cls(ActorKind.VISITOR)


def actor_of(request: HttpRequest) -> Actor:
    """Whoever is signed in as staff, else a visitor."""
    user = getattr(request, "user", None)
    return Actor.staff(user) if user is not None and user.is_authenticated else Actor.visitor()
