from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy_portal.rights_requests.by_hand.reminding import remind
from privacy_portal.rights_requests.clock import day_of


class Command(BaseCommand):
    help = (
        "Reminds parties that are asked something for a request, and the privacy desk, three days before the answer is "
        "due and the day after. Run it every night; running it again mails nobody twice."
    )

    def handle(self, **options) -> None:
        now = timezone.now()
        near, late = remind(today=day_of(now), now=now)
        self.stdout.write(f"{near} near their day, {late} late")
