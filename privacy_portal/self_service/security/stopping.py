"""Stopping all access at once, by somebody who is signed in or by the link of a mail (SECURITY V-11)."""

from datetime import datetime

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from privacy_portal.data_subjects import actions, cookies
from privacy_portal.data_subjects.access import never_stored, requires, subject_actor
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.not_me import subject_of
from privacy_portal.data_subjects.requests import CustomerRequest, SignedInRequest
from privacy_portal.evidence.actors import Actor

from .notifications import tell_desk, tell_person


@transaction.atomic
def stop_access(subject: DataSubject, *, by: Actor, now: datetime) -> None:
    """The desk hears of it once, however often the button is pressed."""
    if not subject.is_frozen:
        actions.freeze(subject, by=by, now=now)
        tell_person(subject, now=now)
        tell_desk(subject, now=now)


def stopped() -> HttpResponse:
    response = redirect("self_service:access_stopped")
    cookies.forget_session(response)
    return response


@requires(Level.A1)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "self_service/security/stop.html")
    stop_access(request.data_subject, by=subject_actor(request), now=timezone.now())
    return stopped()


@never_stored
@require_safe
def not_me_link(request: CustomerRequest, token: str) -> HttpResponse:
    """Takes the token out of the address and does nothing else (SECURITY V-05)."""
    return cookies.keep_link(redirect("self_service:not_me"), token)


@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: CustomerRequest) -> HttpResponse:
    """Opening the page does nothing, so a scanner may; the button does. A used link stays usable and harmless."""
    subject = subject_of(cookies.link_of(request))
    if subject is not None and request.method == "POST":
        stop_access(subject, by=Actor.visitor(), now=timezone.now())
        return stopped()
    return render(request, "self_service/security/not_me.html", {"is_known": subject is not None})


@never_stored
@require_safe
def access_stopped(request: CustomerRequest) -> HttpResponse:
    return render(request, "self_service/security/access_stopped.html")
