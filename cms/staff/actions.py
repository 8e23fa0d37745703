"""What happens when staff come, go and lose their phone. Each act is told in the ledger."""

from datetime import datetime

from django.contrib.auth import login, logout
from django.db import transaction
from django.utils import timezone
from django_otp import user_has_device, verify_token

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import sessions
from .devices import RecoveryDevice, StaffDevice, TotpDevice
from .models import User
from .requests import StaffRequest
from .sessions import StaffSession

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def target_of(user: User) -> str:
    return f"staff:{user.pk}"


@transaction.atomic
def sign_in(request: StaffRequest, user: User, *, device_id: str, token: str, now: datetime) -> bool:
    """The second step, after the password. The session gets a new id and a row of its own (A-04)."""
    device = verify_token(user, device_id, token)
    if device is None or not device.confirmed:
        record("staff.sign_in_failed", by=Actor.visitor(), target=target_of(user), facts={"step": "token"}, now=now)
        return False
    _let_in(request, user, device, now)
    return True


@transaction.atomic
def fail_password(*, now: datetime) -> None:
    record("staff.sign_in_failed", by=Actor.visitor(), facts={"step": "password"}, now=now)


@transaction.atomic
def sign_out(request: StaffRequest, *, now: datetime) -> None:
    if request.user.is_authenticated:
        session = sessions.current(request, now=now)
        if session is not None:
            StaffSession.objects.filter(id=session.id).end(now)
        record("staff.signed_out", by=Actor.staff(request.user), target=target_of(request.user), now=now)
    logout(request)


def _let_in(request: StaffRequest, user: User, device: StaffDevice, now: datetime) -> None:
    user.otp_device = device
    login(request, user, backend=_BACKEND)
    session = sessions.start(request, now=now)
    kind = "recovery" if isinstance(device, RecoveryDevice) else "totp"
    by = Actor.staff(request.user)
    record("staff.signed_in", by=by, target=target_of(user), facts={"session": session.id, "with": kind}, now=now)
    if kind == "recovery":
        record("staff.recovery_used", by=by, target=target_of(user), facts={"left": device.codes.count()}, now=now)


def device_to_enrol(user: User) -> TotpDevice:
    """The one being set up; asking again shows the same picture."""
    device, _ = TotpDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "totp"})
    return device


def needs_enrolment(user: User) -> bool:
    return not user_has_device(user)


@transaction.atomic
def enrol(request: StaffRequest, user: User, *, token: str, now: datetime) -> list[str] | None:
    """Confirms the app, lets the user in and returns the recovery codes, this once; None when the code is wrong."""
    device = device_to_enrol(user)
    if not needs_enrolment(user) or verify_token(user, device.persistent_id, token) is None:
        return None
    TotpDevice.objects.filter(pk=device.pk).update(confirmed=True)
    recovery, _ = RecoveryDevice.objects.get_or_create(user=user, defaults={"name": "recovery"})
    record("staff.device_enrolled", by=Actor.staff(user), target=target_of(user), now=now)
    device.refresh_from_db()
    _let_in(request, user, device, now)
    return recovery.replace_codes()


@transaction.atomic
def make_recovery_codes(user: User, *, now: datetime) -> list[str]:
    recovery, _ = RecoveryDevice.objects.get_or_create(user=user, defaults={"name": "recovery"})
    record("staff.recovery_made", by=Actor.staff(user), target=target_of(user), now=now)
    return recovery.replace_codes()


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
    """For a lost phone and lost codes: the next sign-in sets up the second step anew; sessions end (ASVS 6.4.4)."""
    now = now or timezone.now()
    TotpDevice.objects.filter(user=user).delete()
    RecoveryDevice.objects.filter(user=user).delete()
    end_sessions(user, by=by, now=now)
    record("staff.device_removed", by=by, target=target_of(user), now=now)


def devices_of(user: User) -> list[StaffDevice]:
    """Explicit choices for the second step, the usual one first."""
    apps = list(TotpDevice.objects.devices_for_user(user, confirmed=True))
    return [
        *apps,
        *RecoveryDevice.objects.devices_for_user(user, confirmed=True).filter(codes__isnull=False).distinct(),
    ]
