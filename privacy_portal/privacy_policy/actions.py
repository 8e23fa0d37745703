"""The one verb of this room: freezing what was published, so that it can be shown for ever."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Self
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from privacy_portal.evidence.actors import Actor, ActorKind
from privacy_portal.evidence.ledger import record

from . import effective_dates, erratum, tasks
from .approval.review import approval_of
from .changes.telling import untold
from .document import Document, Gap, changed_sections, read
from .events import POLICY_PUBLISHED
from .fingerprints import sha256_of_content, sha256_of_particulars, sha256_of_text
from .models import PolicyPage, PolicyVersion
from .rendering import plain_text, reading_minutes, render_body
from .signals import version_frozen

# Where a revision says with which others it goes live (languages/pairs.py).
RELEASE_GROUP = "release_group"


class CannotFreeze(ValidationError):
    """Why a policy cannot be published as it is; each message tells the editor how to mend it."""


@dataclass(frozen=True)
class Edition:
    """One state of a policy page: what is said, and what is said about it."""

    title: str
    effective_from: date
    label: str
    reviewed_on: date | None
    change_summary: str
    is_technical: bool
    document: Document
    gaps: tuple[Gap, ...]

    @classmethod
    def of(cls, page: PolicyPage) -> Self:
        document, gaps = read(page)
        return cls(
            title=page.title,
            effective_from=page.effective_from,
            label=page.version_label,
            reviewed_on=page.reviewed_on,
            change_summary=page.change_summary,
            is_technical=page.is_technical,
            document=document,
            gaps=tuple(gaps),
        )


def freeze(page: PolicyPage, revision: Revision | None, by: Actor, *, now: datetime | None = None) -> PolicyVersion:
    """Keep what is live now. Asks the database for the page, because a caller's object may be stale; does nothing
    when the newest version says the same."""
    with transaction.atomic():
        fresh = PolicyPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
        edition = Edition.of(fresh)
        newest = PolicyVersion.objects.in_language(fresh.language_code).newest_first().first()
        refuse_gaps(edition)
        refuse_going_back(edition, newest)
        if by.kind == ActorKind.STAFF and not repeats(edition, newest):
            refuse_effect_before_publication(fresh, effective_dates.publication_day(fresh, now or timezone.now()))
            refuse_silence(edition, newest)
        refuse_more_than_errors(edition, newest, today=timezone.localdate(now))
        candidates = [newest] if newest else []
        forget_mark(fresh)
        return establish(fresh, edition, revision=revision, by=by, unless=candidates, now=now)


def forget_mark(page: PolicyPage) -> None:
    """The next draft is an ordinary one again, or a real change would pass as a correction."""
    if page.is_technical:
        PolicyPage.objects.filter(pk=page.pk).update(is_technical=False)


def freeze_earlier(page: PolicyPage, by: Actor, *, now: datetime | None = None) -> PolicyVersion:
    """Add a version from before the newest one, for instance one of before this site. `page` carries its text and
    need not be saved; the live page stays as it is."""
    with transaction.atomic():
        edition = replace(Edition.of(page), is_technical=False)
        refuse_gaps(edition)
        of_that_day = PolicyVersion.objects.in_language(page.language_code).filter(
            effective_from=edition.effective_from
        )
        return establish(page, edition, revision=None, by=by, unless=of_that_day, now=now)


def check_publishable(page: PolicyPage, *, by_person: bool = True, now: datetime | None = None) -> None:
    """Raises CannotFreeze for a page as it is in memory; for an editor who is about to publish or schedule it."""
    edition = Edition.of(page)
    refuse_gaps(edition)
    newest = PolicyVersion.objects.in_language(page.language_code).newest_first().first()
    refuse_going_back(edition, newest)
    if by_person and not repeats(edition, newest):
        refuse_effect_before_publication(page, effective_dates.coming_publication_day(page, now or timezone.now()))
        refuse_silence(edition, newest)
    refuse_more_than_errors(edition, newest, today=timezone.localdate())


def refuse_gaps(edition: Edition) -> None:
    if edition.gaps:
        raise CannotFreeze([gap_message(gap) for gap in edition.gaps])


def gap_message(gap: Gap) -> str:
    return _(
        "The section “%(section)s” uses %(name)s from the register, which is not published in this language. "
        "Publish it first, or take it out of the section."
    ) % {"section": gap.section, "name": gap.name}


def repeats(edition: Edition, version: PolicyVersion | None) -> bool:
    """Publishing it again makes no new version."""
    return version is not None and (version.title, version.effective_from, version.label, version.content) == (
        edition.title,
        edition.effective_from,
        edition.label,
        edition.document,
    )


def refuse_effect_before_publication(page: PolicyPage, day: date) -> None:
    if problem := effective_dates.too_early(page, day):
        raise CannotFreeze({"effective_from": [problem]})


def refuse_going_back(edition: Edition, newest: PolicyVersion | None) -> None:
    """The newest version is where the policy goes next: what takes effect before it would be undone by it."""
    if newest and edition.effective_from < newest.effective_from:
        raise CannotFreeze(
            _("This version takes effect on %(date)s, before the newest one (%(newest)s). Choose a later date.")
            % {"date": edition.effective_from.isoformat(), "newest": newest.effective_from.isoformat()}
        )


def refuse_silence(edition: Edition, newest: PolicyVersion | None) -> None:
    """Of persons only: what a command brings in from before this site comes as it was."""
    if problem := untold(edition.change_summary, newest=newest, is_technical=edition.is_technical):
        raise CannotFreeze({"change_summary": [problem]})


def refuse_more_than_errors(edition: Edition, newest: PolicyVersion | None, *, today: date) -> None:
    """A version of which readers are not told may only mend typing errors."""
    if not edition.is_technical:
        return
    correction = erratum.Correction(edition.title, edition.document, edition.effective_from, edition.change_summary)
    if found := erratum.problems(correction, newest, today):
        raise CannotFreeze(found)


def establish(
    page: PolicyPage,
    edition: Edition,
    *,
    revision: Revision | None,
    by: Actor,
    unless: Iterable[PolicyVersion],
    now: datetime | None,
) -> PolicyVersion:
    """Render, compare, keep, record."""
    html = render_body(edition.document)
    sha256 = sha256_of_text(html)
    for version in unless:
        if says_the_same(version, edition, sha256):
            return version
    slug = free_slug(page.language_code, edition.effective_from)
    approval = approval_of(revision)
    version = PolicyVersion.objects.create(
        page=page,
        revision=revision,
        language_code=page.language_code,
        slug=slug,
        label=edition.label,
        effective_from=edition.effective_from,
        reviewed_on=edition.reviewed_on,
        title=edition.title,
        change_summary=edition.change_summary,
        is_technical=edition.is_technical,
        html=html,
        text=plain_text(html),
        content=edition.document,
        sha256=sha256,
        changed_sections=changed_sections(edition.document, content_before(page, edition)),
        reading_minutes=reading_minutes(html),
        release_group=bound_group(revision) or release_group(page, slug, is_technical=edition.is_technical),
        published_at=now or timezone.now(),
        published_by_id=int(by.reference) if by.kind == ActorKind.STAFF else None,
        approved_by_id=approval.user_id if approval else None,
        approver_role=approval.role if approval else "",
    )
    record_publication(version, by, now)
    version_frozen.send(PolicyVersion, version=version)
    transaction.on_commit(partial(tasks.make_pdf.enqueue, version.pk))
    return version


def says_the_same(version: PolicyVersion, edition: Edition, sha256: str) -> bool:
    said = (version.sha256, version.title, version.effective_from, version.label)
    return said == (sha256, edition.title, edition.effective_from, edition.label)


def free_slug(language_code: str, effective_from: date) -> str:
    """The date; a second version of that date gets -2."""
    day = effective_from.isoformat()
    taken = PolicyVersion.objects.in_language(language_code).filter(effective_from=effective_from).count()
    return f"{day}-{taken + 1}" if taken else day


def content_before(page: PolicyPage, edition: Edition) -> Document | None:
    earlier = PolicyVersion.objects.in_language(page.language_code).in_force_on(edition.effective_from)
    return earlier.newest_first().values_list("content", flat=True).first()


def release_group(page: PolicyPage, slug: str, *, is_technical: bool) -> UUID:
    """The group of the same version in another language, when that was published already. A correction stays in the
    group of what it corrects: typing errors are of one language, the release of all."""
    if is_technical:
        mended = PolicyVersion.objects.in_language(page.language_code).newest_first()
        return mended.values_list("release_group", flat=True)[0]
    siblings = PolicyVersion.objects.filter(page__translation_key=page.translation_key, slug=slug)
    others = siblings.exclude(language_code=page.language_code)
    return others.values_list("release_group", flat=True).first() or uuid4()


def bound_group(revision: Revision | None) -> UUID | None:
    """The release a revision was bound to before it went live, so that languages are joined by more than their date."""
    group = revision and revision.content.get(RELEASE_GROUP)
    return UUID(group) if group else None


def record_publication(version: PolicyVersion, by: Actor, now: datetime | None) -> None:
    record(
        POLICY_PUBLISHED,
        by=by,
        target=f"policy:{version.language_code}:{version.slug}",
        facts={
            "version": version.pk,
            "language": version.language_code,
            "effective_from": version.effective_from.isoformat(),
            "sha256": version.sha256,
            "content_sha256": sha256_of_content(version.content),
            "particulars_sha256": sha256_of_particulars(version),
        },
        now=now,
    )
