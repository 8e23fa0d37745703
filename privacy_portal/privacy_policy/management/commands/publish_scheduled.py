import logging

from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as PublishScheduled
from wagtail.models import Revision

logger = logging.getLogger(__name__)


class Command(PublishScheduled):
    help = (
        "Publishes and unpublishes what is due. Takes the place of Wagtail's command of this name: there one page that "
        "cannot be published keeps all later ones waiting. Here the others go on, and the command ends with the error."
    )

    def handle(self, *args, dryrun: bool = False, **options):
        if dryrun:
            return super().handle(*args, dryrun=True, **options)
        due = list(
            Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at", "pk")
        )
        failures = [failure for revision in due if (failure := self.publish(revision))]
        if failures:
            raise failures[0]
        return super().handle(*args, dryrun=False, **options)

    def publish(self, revision: Revision) -> Exception | None:
        """Each in a transaction of its own; languages of one release go together (PolicyPage.publish)."""
        try:
            revision.publish(log_action="wagtail.publish.scheduled")
        except Exception as failure:
            logger.exception("scheduled publication failed", extra={"revision": revision.pk})
            return failure
        return None
