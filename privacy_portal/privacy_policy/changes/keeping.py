"""Comparisons that were made once. Anybody may ask for any two of n versions, so not all n² are kept for ever: those
of neighbours are (what changed in a version), and those with the newest version as long as it is that. The others live
in the cache, which has a size of its own, and how many a visitor may have made anew is limited."""

import zlib
from datetime import datetime, timedelta
from itertools import pairwise

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from privacy_portal.data_subjects.limits import allow
from privacy_portal.privacy_policy.models import PolicyVersion, Rendition, RenditionKind

from .comparison import EDITION, Comparison, compare

HOUR = timedelta(hours=1)
# What one visitor, and all visitors together, may have compared that nobody kept.
MOST_PER_NETWORK, MOST_IN_ALL = 60, 600
CACHED_FOR = 24 * 3600


class TooMany(Exception):
    """The visitor may come back in an hour."""


def kept(language_code: str, older: str, newer: str) -> Comparison | None:
    """One query, whichever two it is."""
    key = key_of(language_code, older, newer)
    body = comparisons().filter(key=key, maker=EDITION).values_list("body", flat=True).first()
    packed = bytes(body) if body is not None else cache.get(cache_key(key))
    return Comparison.from_bytes(zlib.decompress(packed)) if packed else None


def made(older: PolicyVersion, newer: PolicyVersion, *, network: str, now: datetime) -> Comparison:
    """Compared now, for a visitor from `network`, and kept where it should be."""
    if not may_stay(older, newer) and not may_ask(network, now):
        raise TooMany
    return keep(older, newer)


def keep(older: PolicyVersion, newer: PolicyVersion) -> Comparison:
    """May be done twice at once: both make the same."""
    found = compare(older, newer)
    key, packed = key_of(newer.language_code, older.slug, newer.slug), zlib.compress(found.to_bytes())
    if not may_stay(older, newer):
        cache.set(cache_key(key), packed, CACHED_FOR)
        return found
    row = Rendition(kind=RenditionKind.COMPARISON, key=key, maker=EDITION, body=packed, made_at=timezone.now())
    Rendition.objects.bulk_create([row], ignore_conflicts=True)
    return found


@transaction.atomic
def prepare(version: PolicyVersion) -> None:
    """What most readers of a new version will ask for, before they do; what nobody will ask for any more goes."""
    order = in_order(version.language_code)
    place = [v.pk for v in order].index(version.pk)
    if place:
        older = PolicyVersion.objects.get(pk=order[place - 1].pk)
        if kept(version.language_code, older.slug, version.slug) is None:
            keep(older, version)
    forget_others(version.language_code)


def forget_others(language_code: str) -> int:
    """Comparisons of neither neighbours nor the newest version, and those of an earlier edition."""
    slugs = [version.slug for version in in_order(language_code)]
    stay = {key_of(language_code, *pair) for pair in pairwise(slugs)}
    stay |= {key_of(language_code, slug, slugs[-1]) for slug in slugs[:-1]}
    rows = comparisons().filter(key__startswith=f"{language_code}:")
    gone = [pk for pk, key, maker in rows.values_list("pk", "key", "maker") if key not in stay or maker != EDITION]
    return Rendition.objects.filter(pk__in=gone).delete()[0]


def may_stay(older: PolicyVersion, newer: PolicyVersion) -> bool:
    order = [version.pk for version in in_order(newer.language_code)]
    return newer.pk == order[-1] or order.index(newer.pk) - order.index(older.pk) == 1


def in_order(language_code: str) -> list[PolicyVersion]:
    """Oldest first, without their texts."""
    found = PolicyVersion.objects.in_language(language_code).newest_first().only("slug", "language_code")
    return list(found)[::-1]


def may_ask(network: str, now: datetime) -> bool:
    """The visitor's own limit comes first: who is over it cannot use up everybody's."""
    return allow("comparison-per-network", network, limit=MOST_PER_NETWORK, per=HOUR, now=now) and allow(
        "comparison-in-all", "", limit=MOST_IN_ALL, per=HOUR, now=now
    )


def comparisons():
    return Rendition.objects.filter(kind=RenditionKind.COMPARISON)


def key_of(language_code: str, older: str, newer: str) -> str:
    return f"{language_code}:{older}..{newer}"


def cache_key(key: str) -> str:
    return f"policy-comparison:{EDITION}:{key}"
