"""A link with which somebody without a login reads one draft: signed, for a while, and for that text only. It stands
for itself: nothing is kept here but a line in the ledger, and a draft that changed since is not shown any more."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Revision

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.privacy_policy.events import DRAFT_SHARED
from privacy_portal.privacy_policy.models import PolicyPage

from .review import Review
from .wording import fingerprint

SALT = "privacy_policy.draft"


class CannotShow(LookupError):
    """`why` is one of expired, changed, unknown."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


class Shared(NamedTuple):
    page: PolicyPage
    revision: Revision
    until: datetime


def lifetime() -> timedelta:
    return timedelta(days=settings.POLICY_DRAFT_LINK_DAYS)


@transaction.atomic
def share(review: Review, *, by: Any, now: datetime | None = None) -> str:
    """The address, to be given to whoever should read along."""
    assert review.revision is not None  # noqa: S101 - there is a page, so somebody saved it
    now = now or timezone.now()
    facts = {"page": review.page.pk, "revision": review.revision.pk, "text": review.fingerprint}
    until = now + lifetime()
    record(
        DRAFT_SHARED,
        by=Actor.staff(by),
        target=f"policy:{review.page.language_code}:draft",
        facts=facts | {"until": until.date().isoformat()},
        now=now,
    )
    with translation.override(review.page.language_code):
        return settings.BASE_URL + reverse("privacy_policy:shared_draft", args=[token(review, until)])


def token(review: Review, until: datetime) -> str:
    assert review.revision is not None  # noqa: S101
    told = [review.page.pk, review.revision.pk, review.fingerprint, int(until.timestamp())]
    return signing.dumps(told, salt=SALT, compress=True)


def open_link(link: str, *, now: datetime) -> Shared:
    """Whatever is wrong with it, the reader learns nothing but that it does not work."""
    page_pk, revision_pk, said, until = unsigned(link)
    moment = datetime.fromtimestamp(until, tz=now.tzinfo)
    if moment <= now:
        raise CannotShow("expired")
    page = PolicyPage.objects.filter(pk=page_pk, alias_of=None).first()
    revision = page.revisions.filter(pk=revision_pk).first() if page else None
    if page is None or revision is None:
        raise CannotShow("unknown")
    if fingerprint(revision) != said:
        raise CannotShow("changed")
    return Shared(page, revision, moment)


def unsigned(link: str) -> tuple[int, int, str, int]:
    """Also refuses what was made longer ago than links may live now, for a venue that shortened the term."""
    try:
        page_pk, revision_pk, said, until = signing.loads(link, salt=SALT, max_age=lifetime())
        return int(page_pk), int(revision_pk), str(said), int(until)
    except signing.SignatureExpired:
        raise CannotShow("expired") from None
    except (signing.BadSignature, ValueError, TypeError):
        raise CannotShow("unknown") from None
