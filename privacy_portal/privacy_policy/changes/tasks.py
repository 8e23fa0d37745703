"""What the worker does for comparisons: the first reader of a new version need not wait."""

from django_tasks import task

from privacy_portal.privacy_policy.models import PolicyVersion

from . import keeping


@task()
def prepare_comparison(version_id: int) -> None:
    """May run twice or die halfway: what was made is kept under its own name."""
    keeping.prepare(PolicyVersion.objects.get(pk=version_id))
