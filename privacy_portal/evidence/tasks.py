"""Work for the queue "mail". Only ids travel through the queue."""

from datetime import datetime
from uuid import UUID

from django_tasks import task

from .delivery import attempt


@task(queue_name="mail")
def deliver(message_id: str) -> str:
    message = attempt(UUID(message_id))
    return message.state if message else "not due"


def enqueue_delivery(message_id: str, *, run_after: datetime | None = None) -> None:
    """A queue that cannot wait leaves a later attempt to the `send_outbox` command."""
    if run_after is None:
        deliver.enqueue(message_id)
    elif deliver.get_backend().supports_defer:
        deliver.using(run_after=run_after).enqueue(message_id)
