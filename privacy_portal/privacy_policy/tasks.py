"""What the worker does for this room. Each may run twice or die halfway: what was made is kept under its own name."""

from django_tasks import task

from .downloads.printing import pdf_problem
from .downloads.renditions import pdf_of
from .models import PolicyVersion


@task()
def make_pdf(version_id: int) -> None:
    """Ahead of the first reader who asks; without WeasyPrint's libraries there is nothing to do."""
    if not pdf_problem():
        pdf_of(PolicyVersion.objects.get(pk=version_id))
