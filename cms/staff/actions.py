"""What happens when staff come and go. Each act is told in the ledger."""

from datetime import datetime

from django.contrib.auth import login, logout
from django.db import transaction
from django_otp import user_has_device, verify_token
from django_otp_webauthn.models import WebAuthnCredential

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import lost_factor, pending, sessions
from .devices import RecoveryDevice, StaffDevice, TotpDevice
from .ending import target_of
from .models import User
from .requests import StaffRequest
from .sessions import StaffSession

# What the ledger calls each second step.
KINDS: dict[type, str] = {TotpDevice: "totp", RecoveryDevice: "recovery", WebAuthnCredential: "passkey"}
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@transaction.atomic
def sign_in(request: StaffRequest, user: User, *, device_id: str, token: str, now: datetime) -> bool:
    """The second step, after the password. The session gets a new id and a row of its own (A-04)."""
    device = verify_token(user, device_id, token)
    if device is None or not device.confirmed:
        fail_token(user, now=now)
        return False
    _let_in(request, user, device, now)
    return True


@transaction.atomic
def sign_in_with_passkey(request: StaffRequest, passkey: WebAuthnCredential, *, now: datetime) -> None:
    """The library verified the answer, and that the passkey is of whoever gave the password."""
    _let_in(request, passkey.user, passkey, now)


@transaction.atomic
def fail_token(user: User, *, now: datetime) -> None:
    record("staff.sign_in_failed", by=Actor.visitor(), target=target_of(user), facts={"step": "token"}, now=now)


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


def _let_in(request: StaffRequest, user: User, device: StaffDevice | WebAuthnCredential, now: datetime) -> None:
    through = {"after": "directory"} if pending.first_step(request) is pending.First.DIRECTORY else {}
    user.otp_device = device
    login(request, user, backend=_BACKEND)
    session = sessions.start(request, now=now)
    kind = KINDS[type(device)]
    by = Actor.staff(request.user)
    facts = {"session": session.id, "with": kind, **through}
    record("staff.signed_in", by=by, target=target_of(user), facts=facts, now=now)
    lost_factor.stop_because_signed_in(user, by=by, now=now)
    if isinstance(device, RecoveryDevice):
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


def devices_of(user: User) -> list[StaffDevice]:
    """Explicit choices for the second step, the usual one first."""
    apps = list(TotpDevice.objects.devices_for_user(user, confirmed=True))
    return [
        *apps,
        *RecoveryDevice.objects.devices_for_user(user, confirmed=True).filter(codes__isnull=False).distinct(),
    ]
