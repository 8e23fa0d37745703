"""Revisions that go live together, or not at all.

What holds them together is written inside the revisions themselves, so it survives until their moment and is read
again when they are frozen: versions of one release share its number."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from wagtail.models import Revision

from privacy_portal.privacy_policy.actions import RELEASE_GROUP, CannotFreeze, bound_group
from privacy_portal.privacy_policy.models import PolicyPage


class HalfRelease(CannotFreeze):
    """Part of a release is no longer scheduled; the rest waits for a person."""


def bind(revisions: list[Revision], group: UUID, go_live_at: str | None) -> None:
    """Written straight into the rows: saving a revision would make it the newest draft and stop its workflow."""
    for revision in revisions:
        revision.content = {**revision.content, RELEASE_GROUP: str(group), "go_live_at": go_live_at}
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def companions(revision: Revision) -> list[Revision]:
    group = bound_group(revision)
    if group is None:
        return []
    own_kind = Revision.objects.filter(base_content_type_id=revision.base_content_type_id)
    return list(own_kind.filter(**{f"content__{RELEASE_GROUP}": str(group)}).exclude(pk=revision.pk).order_by("pk"))


def is_live(revision: Revision) -> bool:
    return PolicyPage.objects.filter(pk=revision.object_id, live_revision=revision).exists()


def switched_already(revision: Revision) -> bool:
    """A companion took it along a moment ago."""
    return bound_group(revision) is not None and is_live(revision)


def publish_companions(revision: Revision, user: AbstractBaseUser | None, options: dict[str, Any]) -> None:
    """Call in the transaction that made `revision` live."""
    if not is_live(revision):
        return
    for companion in companions(revision):
        if is_live(companion):
            continue
        if companion.approved_go_live_at is None:
            raise HalfRelease(_("Another language of this release is no longer scheduled. Publish all languages anew."))
        companion.publish(user=user, **options)


def unschedule_companions(revision: Revision) -> None:
    """Whoever takes one language off the schedule takes off all."""
    others = [companion.pk for companion in companions(revision) if not is_live(companion)]
    Revision.objects.filter(pk__in=others).update(approved_go_live_at=None)
