"""Staff of the demo. Password and keys are public, so these people exist only where DEBUG is on, or where somebody
forced the demo on purpose (as run_demo does on development settings)."""

import time
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import Group

from .devices import KEY_BYTES, STEP_SECONDS, RecoveryDevice, TotpDevice
from .models import User

DEMO_PASSWORD = "geen-geheim-maar-demo"  # noqa: S105  (known to everyone on purpose)


@dataclass(frozen=True)
class Person:
    email: str
    first_name: str
    last_name: str
    group: str
    role: str
    is_admin: bool = False


DEMO_STAFF = (
    Person("editor@example.org", "Eva", "Redactie", "Editors", "editor: writes policy and register"),
    Person("legal@example.org", "Loes", "Jurist", "Legal", "legal: reviews and publishes"),
    Person("desk@example.org", "Dirk", "Loket", "Privacy desk", "privacy desk: answers requests"),
    Person("desk2@example.org", "Mila", "Loket", "Privacy desk", "privacy desk: the second person who agrees to erase"),
    Person(
        "officer@example.org",
        "Chandni",
        "Functionaris",
        "Officer",
        "data protection officer: sees all, changes nothing",
    ),
    Person("auditor@example.org", "Arie", "Controle", "Auditor", "auditor: reads the log"),
    Person("admin@example.org", "Anna", "Beheer", "", "administrator", is_admin=True),
    Person(
        "admin2@example.org", "Bram", "Beheer", "", "administrator: the second one, for a lost phone", is_admin=True
    ),
)


def load_staff(now: datetime) -> list[User]:
    """May be run again: names, groups and the second step become what stands above."""
    return [_load(person) for person in DEMO_STAFF]


def demo_key(email: str) -> str:
    """The same on every machine, so that an authenticator app can be set up once for the demo."""
    return sha256(f"demo staff {email}".encode()).hexdigest()[: 2 * KEY_BYTES]


def current_token(user: User, *, now: datetime | None = None) -> str:
    """The six digits the app of this user shows, for printed demo logins and for browser tests."""
    device = TotpDevice.objects.get(user=user, confirmed=True)
    moment = now.timestamp() if now else time.time()
    return device.code_at(int(moment) // STEP_SECONDS).decode()


def _load(person: Person) -> User:
    user, made = User.objects.get_or_create(email=person.email)
    user.first_name, user.last_name = person.first_name, person.last_name
    user.is_staff = user.is_superuser = person.is_admin
    if made:
        user.set_password(DEMO_PASSWORD)
    user.save()
    if person.group:
        user.groups.set([Group.objects.get_or_create(name=person.group)[0]])
    TotpDevice.objects.get_or_create(
        user=user, confirmed=True, defaults={"name": "totp", "key": demo_key(person.email)}
    )
    recovery, fresh = RecoveryDevice.objects.get_or_create(user=user, defaults={"name": "recovery"})
    if fresh:
        recovery.replace_codes()
    return user
