"""Add, name, remove. Each is told in the ledger and, by mail, to the person."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp_webauthn.models import WebAuthnCredential

from cms.staff.ending import target_of
from cms.staff.models import User
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.evidence.outbox import post_mail

from .devices import other_factors, passkeys_of


class LastFactor(ValidationError):
    """Without any second step nobody gets in, and whoever has the password could set up one of their own."""


@transaction.atomic
def added(passkey: WebAuthnCredential, *, name: str, now: datetime) -> None:
    passkey.name = name
    passkey.save(update_fields=["name"])
    record("staff.passkey_added", by=Actor.staff(passkey.user), target=target_of(passkey.user), now=now)
    _tell(passkey, "staff_passkey_added", now=now)


def rename(passkey: WebAuthnCredential, name: str) -> None:
    WebAuthnCredential.objects.filter(pk=passkey.pk).update(name=name)


@transaction.atomic
def remove(passkey: WebAuthnCredential, *, now: datetime) -> None:
    """The owner is locked first, so that the last two factors do not go in two windows at once."""
    user = User.objects.select_for_update().get(pk=passkey.user_id)
    if not passkeys_of(user).filter(pk=passkey.pk).exists():
        return
    if not other_factors(user, passkey):
        raise LastFactor(_("This is your only second step. Set up another one first."), code="last")
    _tell(passkey, "staff_passkey_removed", now=now)
    passkey.delete()
    record("staff.passkey_removed", by=Actor.staff(user), target=target_of(user), now=now)


def _tell(passkey: WebAuthnCredential, template: str, *, now: datetime) -> None:
    post_mail(
        to=passkey.user.email,
        template=template,
        context={"name": passkey.name},
        language=passkey.user.language,
        key=f"{template}:{passkey.credential_id_sha256}",
        now=now,
    )
