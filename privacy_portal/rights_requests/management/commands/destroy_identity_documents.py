from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests.identity_documents.actions import destroy_old


class Command(BaseCommand):
    help = (
        "Destroys copies of identity documents at which nobody looked within seven days, and all of them once "
        "IDENTITY_DOCUMENTS is off. Run it every hour."
    )

    def handle(self, **options) -> None:
        count = destroy_old(timezone.now(), Actor.system("destroy_identity_documents"))
        self.stdout.write(f"{count} ended")
