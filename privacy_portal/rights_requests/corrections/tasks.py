"""What the worker does for corrections."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from .passing import pass_on_correction


@task()
def pass_on(correction_id: str) -> None:
    """Brings one correction to every place elsewhere, and comes back by itself while one does not answer."""
    again_at = pass_on_correction(UUID(correction_id), now=timezone.now())
    if again_at is not None:
        _enqueue_at(again_at, correction_id)


def _enqueue_at(when: datetime, correction_id: str) -> None:
    """A queue that cannot wait leaves it to `pass_on_corrections`."""
    if pass_on.get_backend().supports_defer:
        pass_on.using(run_after=when).enqueue(correction_id)
