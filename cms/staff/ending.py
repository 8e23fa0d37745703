"""What a member of staff can be cut off from: a session, a second step."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from .devices import RecoveryDevice, TotpDevice
from .models import User
from .sessions import StaffSession


def target_of(user: User) -> str:
    return f"staff:{user.pk}"


@transaction.atomic
def end_sessions(user: User, *, by: Actor, only: str | None = None, but: str | None = None, now: datetime) -> int:
    rows = StaffSession.objects.filter(user=user)
    rows = rows.filter(id=only) if only else rows
    count = (rows.exclude(id=but) if but else rows).end(now)
    if count:
        record("staff.session_ended", by=by, target=target_of(user), facts={"sessions": count}, now=now)
    return count


@transaction.atomic
def remove_devices(user: User, *, by: Actor, now: datetime | None = None) -> None:
    """The next sign-in sets up the second step anew; sessions end. `lost_factor` knows who decided that."""
    now = now or timezone.now()
    TotpDevice.objects.filter(user=user).delete()
    RecoveryDevice.objects.filter(user=user).delete()
    WebAuthnCredential.objects.filter(user=user).delete()
    end_sessions(user, by=by, now=now)
    record("staff.device_removed", by=by, target=target_of(user), now=now)
