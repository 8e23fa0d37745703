"""Publishing a policy page freezes it, whoever or whatever publishes: the editor, a schedule, a workflow, a script."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision
from wagtail.signals import page_published

from privacy_portal.evidence.actors import Actor

from .actions import freeze
from .languages.pairs import unschedule_companions
from .models import PolicyPage


@receiver(page_published, sender=PolicyPage)
def freeze_published_page(sender, instance: PolicyPage, revision: Revision, **kwargs) -> None:
    """The signal also comes when a page that was never live is scheduled, and for aliases, which would freeze the
    text of one language as another's."""
    if instance.live and not instance.alias_of_id:
        freeze(instance, revision, publisher(revision), now=instance.last_published_at)


@receiver(post_save, sender=Revision)
def take_all_languages_off_the_schedule(sender, instance: Revision, update_fields, **kwargs) -> None:
    """What Wagtail saves when somebody cancels the schedule of one page."""
    if set(update_fields or ()) == {"approved_go_live_at"} and instance.approved_go_live_at is None:
        unschedule_companions(instance)


def publisher(revision: Revision) -> Actor:
    """Who published; for a schedule, who wrote the revision."""
    user = get_active_log_context().user or revision.user
    return Actor.staff(user) if user is not None else Actor.system("publish")
