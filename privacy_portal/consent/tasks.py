"""What the worker does for this room."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from .passing import pass_on_record


@task()
def pass_on(record_id: str) -> None:
    """Passes one choice on, and comes back by itself while a source does not answer."""
    again_at = pass_on_record(UUID(record_id), now=timezone.now())
    if again_at is not None:
        _enqueue_at(again_at, record_id)


def _enqueue_at(when: datetime, record_id: str) -> None:
    """A queue that cannot wait leaves it to `pass_on_choices`."""
    if pass_on.get_backend().supports_defer:
        pass_on.using(run_after=when).enqueue(record_id)
