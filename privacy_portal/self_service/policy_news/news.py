"""What changed in the privacy policy since this person last looked, and what of it is about them.

"About them" is what this site knows without calling anybody: the activities for which its own tables hold their data,
and the parties the register names for those. The page says so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.urls import NoReverseMatch, reverse
from django.utils import translation

from privacy_portal.data_sources.serving import activities_known_here
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.privacy_policy.changes_of_substance import Change, changes_of_substance
from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.queries import version_in_force
from privacy_portal.privacy_policy.visits import first_look, last_seen, same_in, versions_after
from privacy_portal.processing_register.queries import explanations

# Whoever was away longer reads the rest in the list of versions.
MOST_RELEASES = 10


@dataclass(frozen=True)
class Mine:
    """What of the register applies to one person."""

    activities: frozenset[str]
    processors: frozenset[str]

    def is_touched_by(self, change: Change) -> bool:
        return change.touches(self.activities, self.processors)


@dataclass(frozen=True)
class Release:
    """One version with what it changed, what is about this person apart."""

    version: PolicyVersion
    mine: tuple[Change, ...]
    others: tuple[Change, ...]
    sections: tuple[dict, ...]
    comparison_url: str


@dataclass(frozen=True)
class News:
    """`since` is what the person saw last, None for who never looked. `past` and `coming` are newest first."""

    since: PolicyVersion | None
    past: tuple[Release, ...] = ()
    coming: tuple[Release, ...] = ()
    # How many versions there were before those in `past`.
    earlier: int = 0

    def __bool__(self) -> bool:
        return bool(self.past or self.coming)

    @property
    def newest(self) -> PolicyVersion | None:
        """What is seen once this has been read: what applies now, not what is still to come."""
        return self.past[0].version if self.past else None

    @property
    def mine(self) -> list[Change]:
        return [change for release in (*self.coming, *self.past) for change in release.mine]


def news_for(subject: DataSubject, *, language: str, now: datetime, today: date) -> News:
    """Marks the first look; after that only the reader moves it on."""
    seen = last_seen(subject)
    applies = None if seen else version_in_force(language, today)
    if applies:
        first_look(subject, applies, now=now)
    since = same_in(seen, language) if seen else applies
    return told(subject, since, seen=seen, today=today) if since else News(None)


def told(subject: DataSubject, since: PolicyVersion, *, seen: PolicyVersion | None, today: date) -> News:
    steps = list(steps_of_substance(since))
    past = [step for step in steps if step[1].is_in_force(today)]
    coming = steps[len(past) :]
    shown = [*past[-MOST_RELEASES:], *coming]
    if not shown:
        return News(seen)
    releases = list(releases_of(subject, shown, since.language_code))[::-1]
    return News(seen, tuple(releases[len(coming) :]), tuple(releases[: len(coming)]), max(0, len(past) - MOST_RELEASES))


def steps_of_substance(since: PolicyVersion) -> Iterator[tuple[PolicyVersion, PolicyVersion]]:
    """Each version with the one before it. One that mends typing errors is no news; the next is compared with it."""
    return (step for step in pairwise([since, *versions_after(since)]) if not step[1].is_technical)


def releases_of(
    subject: DataSubject, steps: list[tuple[PolicyVersion, PolicyVersion]], language: str
) -> Iterator[Release]:
    documents = contents_of(version for step in steps for version in step)
    register = explanations(language)
    keys = {entry.name: key for key, entry in register.items()}
    activities = activities_known_here(subject)
    named = (register[key].recipients for key in activities if key in register)
    mine = Mine(activities, frozenset(key for recipients in named for key, _name in recipients))
    for older, newer in steps:
        changes = changes_of_substance(documents[older.pk], documents[newer.pk], keys=keys)
        yield Release(
            version=newer,
            mine=tuple(change for change in changes if mine.is_touched_by(change)),
            others=tuple(change for change in changes if not mine.is_touched_by(change)),
            sections=tuple(changed_sections(newer, documents[newer.pk])),
            comparison_url=comparison_url(older, newer),
        )


def contents_of(versions: Iterable[PolicyVersion]) -> dict[int, dict]:
    wanted = {version.pk for version in versions}
    return dict(PolicyVersion.objects.filter(pk__in=wanted).order_by().values_list("pk", "content"))


def changed_sections(version: PolicyVersion, document: dict) -> Iterator[dict]:
    """Sections that are new or read differently, with where to read them."""
    url = version.get_absolute_url()
    for section in document["sections"]:
        if section["anchor"] in version.changed_sections:
            yield {"title": section["title"], "url": f"{url}#{section['anchor']}"}


def comparison_url(older: PolicyVersion, newer: PolicyVersion) -> str:
    """Word for word, where the site offers that."""
    with translation.override(newer.language_code):
        try:
            return reverse("privacy_policy:comparison", args=[f"{older.slug}..{newer.slug}"])
        except NoReverseMatch:
            return ""
