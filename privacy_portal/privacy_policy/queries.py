"""The door for reading: which version counts."""

from datetime import date

from django.conf import settings
from django.db.models import Q

from .models import PolicyVersion


def current_version(language_code: str) -> PolicyVersion | None:
    """The newest one; it may still have to take effect."""
    return PolicyVersion.objects.in_language(language_code).newest_first().first()


def version_in_force(language_code: str, on: date) -> PolicyVersion | None:
    """What applied on that day."""
    return PolicyVersion.objects.in_language(language_code).in_force_on(on).newest_first().first()


def slug_in_force(language_code: str, on: date) -> str:
    """The name alone of what applied on that day, for whoever notes it down: in this language, or else in the one that
    prevails; empty when there was none."""
    found = (
        PolicyVersion.objects.in_language(code).in_force_on(on).newest_first().values_list("slug", flat=True).first()
        for code in dict.fromkeys((language_code, settings.LANGUAGE_CODE))
    )
    return next(filter(None, found), "")


def coming_version(language_code: str, after: date) -> PolicyVersion | None:
    """What takes effect next, announced from its publication on."""
    later = PolicyVersion.objects.in_language(language_code).filter(effective_from__gt=after)
    return later.order_by("effective_from", "-published_at", "-pk").first()


def replaced_by(version: PolicyVersion, today: date) -> PolicyVersion | None:
    """What applies instead of it, now or, when it is still to come, on its own day."""
    newest = version_in_force(version.language_code, max(version.effective_from, today))
    return None if newest == version else newest


def counterparts(version: PolicyVersion) -> dict[str, PolicyVersion]:
    """The same version in other languages, by language; where typing errors were mended since, the mended one."""
    same = PolicyVersion.objects.filter(release_group=version.release_group).defer("html", "text", "content")
    return {other.language_code: other for other in same.order_by("effective_from", "published_at", "pk")} | {
        version.language_code: version
    }


def slug_before(version: PolicyVersion) -> str:
    """The address of the version it came after; empty for the first."""
    order = PolicyVersion.objects.in_language(version.language_code).newest_first()
    earlier = Q(effective_from__lt=version.effective_from) | Q(
        Q(published_at__lt=version.published_at) | Q(published_at=version.published_at, pk__lt=version.pk or 0),
        effective_from=version.effective_from,
    )
    return order.filter(earlier).values_list("slug", flat=True).first() or ""
