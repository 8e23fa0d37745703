"""What the worker does for this room, on a queue of its own so that a large download delays no mail."""

from uuid import UUID

from django_tasks import task

from .building import build


@task(queue_name="exports")
def build_export(export_id: str) -> None:
    """May be sent twice or die halfway: the claim lets one worker in (SECURITY X-06, X-07)."""
    build(UUID(export_id))
