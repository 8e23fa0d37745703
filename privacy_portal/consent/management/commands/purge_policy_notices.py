from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy_portal.consent.policy_notices.actions import forget_unconfirmed


class Command(BaseCommand):
    help = "Removes addresses that asked for notices of the privacy policy and did not confirm within seven days."

    def handle(self, **options) -> None:
        self.stdout.write(f"{forget_unconfirmed(timezone.now())} addresses never confirmed, removed.")
