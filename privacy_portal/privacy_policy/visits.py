"""Which version a customer saw last, and what came after it.

Kept to serve the reader, so it is no more than one row, it moves on only when the reader says so, and the ledger is not
told: that somebody read the policy proves nothing the venue must be able to show (Art. 5(1)(c))."""

from datetime import datetime
from itertools import takewhile

from django.db import transaction

from privacy_portal.data_subjects.models import DataSubject

from .models import PolicyVersion, PolicyVisit

HEAVY = ("html", "text", "content")


def last_seen(subject: DataSubject) -> PolicyVersion | None:
    rows = PolicyVisit.objects.filter(subject=subject).select_related("version")
    visit = rows.defer(*(f"version__{field}" for field in HEAVY)).first()
    return visit.version if visit else None


def first_look(subject: DataSubject, version: PolicyVersion, *, now: datetime) -> None:
    """From here on there is something to compare with. Two tabs may look at once."""
    PolicyVisit.objects.get_or_create(subject=subject, defaults={"version": version, "seen_at": now})


@transaction.atomic
def mark_seen(subject: DataSubject, version: PolicyVersion, *, now: datetime) -> None:
    """Only ever forward: a tab that was open for a week takes nothing back."""
    visit, made = PolicyVisit.objects.select_for_update().get_or_create(
        subject=subject, defaults={"version": version, "seen_at": now}
    )
    if not made and order_of(version) > order_of(visit.version):
        visit.version, visit.seen_at = version, now
        visit.save(update_fields=["version", "seen_at"])


def order_of(version: PolicyVersion) -> tuple:
    """The order of `newest_first`."""
    return version.effective_from, version.published_at, version.pk


def same_in(version: PolicyVersion, language_code: str) -> PolicyVersion:
    """The version of that release in another language, or what applied in that language then. A reader whose language
    had no policy yet compares with the one there was."""
    if version.language_code == language_code:
        return version
    rows = PolicyVersion.objects.in_language(language_code).defer(*HEAVY)
    released = rows.filter(release_group=version.release_group).first()
    return released or rows.in_force_on(version.effective_from).newest_first().first() or version


def versions_after(version: PolicyVersion) -> list[PolicyVersion]:
    """Everything later in its language, oldest first, coming ones too; without their texts."""
    rows = PolicyVersion.objects.in_language(version.language_code).filter(effective_from__gte=version.effective_from)
    later = takewhile(lambda row: row.pk != version.pk, rows.newest_first().defer(*HEAVY))
    return list(later)[::-1]
