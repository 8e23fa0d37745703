"""What follows when an entry of the register changes: caches let go, and translations get the same facts."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from .generation import bump
from .models import Agreement, RegisterEntry, Transfer
from .twins import follow

# Saving a draft, a lock or a schedule changes nothing that the public sees.
BEHIND_THE_SCENES = frozenset(
    {"latest_revision", "has_unpublished_changes", "locked", "locked_at", "locked_by", "go_live_at", "expire_at"}
)


def _is_public_content(model: type) -> bool:
    return issubclass(model, RegisterEntry | Agreement | Transfer)


@receiver(post_save)
def content_saved(sender, update_fields=None, raw=False, **kwargs) -> None:
    if raw or not _is_public_content(sender):
        return
    if update_fields is None or not set(update_fields) <= BEHIND_THE_SCENES:
        bump()


@receiver(post_delete)
def content_deleted(sender, **kwargs) -> None:
    if _is_public_content(sender):
        bump()


@receiver([published, unpublished])
def publication_changed(sender, instance, **kwargs) -> None:
    """Once more after post_save: relations are written after the row itself."""
    if not issubclass(sender, RegisterEntry):
        return
    bump()
    if instance.live:
        follow(instance)
