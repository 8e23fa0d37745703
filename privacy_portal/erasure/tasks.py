"""What the worker does for this room."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from .enums import StepState
from .saga import run_step


@task()
def run(step_id: str) -> None:
    """Runs one step, and comes back by itself while its source does not answer. A queue that cannot wait leaves
    the coming back to `run_erasures`."""
    step = run_step(UUID(step_id), now=timezone.now(), today=timezone.localdate())
    if step and step.state == StepState.WAITING and run.get_backend().supports_defer:
        run.using(run_after=step.next_attempt_at).enqueue(step_id)
