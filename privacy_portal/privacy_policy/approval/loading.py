"""The workflow “editor → legal”, made once; whoever runs the site may add steps or groups to it in the admin."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Workflow, WorkflowTask

from .models import LegalReview


def review_workflow() -> Workflow | None:
    """A policy's workflow is by definition one with this step; without it nothing can be published from the admin."""
    active = Workflow.objects.active().filter(workflow_tasks__task__in=active_reviews().values("pk"))
    return active.order_by("pk").first()


def active_reviews():
    return LegalReview.objects.filter(active=True)


@transaction.atomic
def load_review(reviewers: Iterable[Group]) -> Workflow:
    """Safe to run again: names, order and groups somebody changed stay as they are."""
    workflow = review_workflow()
    if workflow:
        return workflow
    task = LegalReview.objects.create(name=_("Review by legal"))
    task.groups.set(reviewers)
    workflow = Workflow.objects.create(name=_("Review of the privacy policy"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
