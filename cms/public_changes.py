"""Every published change to a public page moves the generation on, so that the page cache lets go of old bytes. A
published policy is made at once, as whole compressed pages, so that no visitor waits for it."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from privacy_portal.privacy_policy.models import PolicyPage
from privacy_portal.privacy_policy.signals import version_frozen
from privacy_portal.processing_register.generation import bump

from .page_cache.renewal import renew_policy


@receiver([post_save, post_delete], sender=PageViewRestriction)
@receiver([post_save, post_delete], sender=Site)
def audience_changed(sender, **kwargs) -> None:
    """A page that is no longer for everyone leaves the cache at once."""
    bump()


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def public_page_changed(sender, **kwargs) -> None:
    bump()
    if issubclass(sender, PolicyPage):
        transaction.on_commit(renew_policy, robust=True)


@receiver(version_frozen)
def version_added(sender, **kwargs) -> None:
    """Also history that is imported and what `reconcile_versions` finds, for which no page is published."""
    bump()
    transaction.on_commit(renew_policy, robust=True)
