from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy_portal.rights_requests.corrections.models import CorrectionStep
from privacy_portal.rights_requests.corrections.passing import pass_on_correction


class Command(BaseCommand):
    help = (
        "Brings corrections to the systems that have not heard of them yet, also after a worker died. "
        "Run it every few minutes."
    )

    def handle(self, **options) -> None:
        now = timezone.now()
        due = list(CorrectionStep.objects.due(now).values_list("correction_id", flat=True).distinct())
        for correction_id in due:
            pass_on_correction(correction_id, now=now)
        self.stdout.write(f"{len(due)} corrections tried, {CorrectionStep.objects.pending().count()} steps waiting.")
