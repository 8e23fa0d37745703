from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy_portal.consent.models import Passing
from privacy_portal.consent.passing import pass_on_record


class Command(BaseCommand):
    help = (
        "Passes on what people chose and a source has not heard yet, also after a worker died. "
        "Run it every few minutes."
    )

    def handle(self, **options) -> None:
        now = timezone.now()
        waiting = Passing.objects.due(now).values_list("record_id", flat=True).distinct()
        for record_id in waiting:
            pass_on_record(record_id, now=now)
        self.stdout.write(f"{len(waiting)} choices tried, {Passing.objects.pending().count()} still waiting.")
