"""Staff who are signed in already, second step and all, for tests of what lies behind the gate."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from cms.staff.devices import TotpDevice
from cms.staff.models import User
from cms.staff.sessions import SESSION_KEY, StaffSession


def member_of(group: str, *, email: str = "", **fields) -> User:
    """Somebody in a group of staff, made when asked for; the empty group is an administrator."""
    email = email or f"{(group or 'admin').lower().replace(' ', '-')}@example.org"
    user, _ = get_user_model().objects.get_or_create(email=email, defaults={"is_superuser": not group, **fields})
    if group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    TotpDevice.objects.get_or_create(user=user, confirmed=True, defaults={"name": "totp"})
    return user


def signed_in(user: User, client: Client | None = None) -> Client:
    """A browser in which this member of staff has passed both steps."""
    client = client or Client()
    client.force_login(user)
    now = timezone.now()
    row = StaffSession.objects.create(user=user, started_at=now, seen_at=now)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = user.totpdevice_set.get(confirmed=True).persistent_id
    session[SESSION_KEY] = str(row.id)
    session.save()
    return client
