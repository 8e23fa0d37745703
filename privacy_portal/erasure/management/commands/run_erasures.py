from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy_portal.erasure.models import ErasureStep
from privacy_portal.erasure.saga import run_step


class Command(BaseCommand):
    help = (
        "Runs the erasure steps that are due: after a failed try, after a worker died, and after the event they "
        "waited for. Run it every ten minutes."
    )

    def handle(self, **options) -> None:
        now, today = timezone.now(), timezone.localdate()
        due = list(ErasureStep.objects.claimable(now, today).values_list("pk", flat=True))
        for step_id in due:
            run_step(step_id, now=now, today=today)
        waiting = ErasureStep.objects.needing_staff().count()
        self.stdout.write(f"{len(due)} steps run, {waiting} need a colleague.")
