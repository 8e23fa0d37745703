"""Where two colleagues give somebody a new start: one asks, another one agrees."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cms.staff.forms import TokenForm
from cms.staff.models import FactorReset
from cms.staff.pages import View, staff_page
from cms.staff.requests import StaffRequest
from cms.staff.stepping_up import steps_up
from privacy_portal.evidence.actors import Actor

from . import actions
from .forms import AskForm

RIGHT = "staff.reset_second_step"


def for_those_with_the_right(view: View) -> View:
    return staff_page(permission_required(RIGHT, raise_exception=True)(view))


@for_those_with_the_right
def resets(request: StaffRequest) -> HttpResponse:
    """What is asked, and the form to ask."""
    now = timezone.now()
    form = AskForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and steps_up(request, form):
        given = form.cleaned_data
        by = Actor.staff(request.user)
        if _done(form, lambda: actions.ask(given["user"], reason=given["reason"], by=by, now=now)):
            return redirect("staff:resets")
    found = FactorReset.objects.open(now).select_related("user", "proposed_by")
    return render(request, "staff/resets.html", {"form": form, "resets": found})


@for_those_with_the_right
def reset(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One of them: agree with a code of one's own, or stop it."""
    now = timezone.now()
    asked = get_object_or_404(FactorReset.objects.open(now).select_related("user", "proposed_by"), pk=pk)
    by = Actor.staff(request.user)
    if request.method == "POST" and "stop" in request.POST:
        _done(TokenForm(request.user), lambda: actions.stop(asked, by=by, now=now))
        return redirect("staff:resets")
    form = TokenForm(request.user, request.POST or None)
    given = request.method == "POST" and form.is_valid() and steps_up(request, form)
    if given and _done(form, lambda: actions.agree(asked, by=by, now=now)):
        return render(request, "staff/reset_done.html", {"reset": asked})
    return render(request, "staff/reset.html", {"form": form, "reset": asked})


def _done(form: TokenForm, act: Callable[[], Any]) -> bool:
    try:
        act()
    except actions.NotPossible as refusal:
        form.add_error(None, refusal)
        return False
    return True
