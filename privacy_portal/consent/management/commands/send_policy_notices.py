from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy_portal.consent.policy_notices.sending import recent_versions, send_notices


class Command(BaseCommand):
    help = (
        "Tells subscribers of new versions of the privacy policy, as far as they were not told yet, also after a "
        "worker died. Run it every few minutes."
    )

    def handle(self, **options) -> None:
        now = timezone.now()
        told = sum(send_notices(version, now=now) for version in recent_versions(now))
        self.stdout.write(f"{told} subscribers told.")
