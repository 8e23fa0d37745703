"""There, back, and the page where somebody links an own account.

While the directory is asked no transaction is open: SQLite lets one writer in at a time, and a directory may take
seconds. Each act opens its own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET

from cms.staff import actions as staff
from cms.staff import pending
from cms.staff.forms import TokenForm
from cms.staff.gate import session_of
from cms.staff.models import DirectoryAccount, User
from cms.staff.pages import View, go_to_then, next_page, staff_page
from cms.staff.requests import StaffRequest
from cms.staff.stepping_up import steps_up
from privacy_portal.data_subjects.client_address import client_address, network_of
from privacy_portal.data_subjects.limits import allow
from privacy_portal.evidence.actors import Actor

from . import actions, journeys
from .configuration import Configuration, configuration
from .failures import Failed, Reason
from .journeys import Journey
from .provider import directory_of
from .tokens import Person, person_in

SCOPE, TOLD, MOST, WINDOW = "staff-directory", "staff-directory-told", 60, timedelta(minutes=15)
MAY_LINK, LASTS = "staff_directory_may_be_linked", timedelta(minutes=5)

Walk = Callable[[StaffRequest, Configuration], HttpResponse]


def _abroad(view: Walk) -> View:
    """A view that asks the directory. Its address may hold a code, so it is told to nobody (V-05)."""

    @wraps(view)
    def shown(request: StaffRequest) -> HttpResponse:
        configured = configuration()
        if configured is None:
            raise Http404
        response = view(request, configured)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return transaction.non_atomic_requests(staff_page(require_GET(shown)))


# --- There.


@_abroad
def start(request: StaffRequest, configured: Configuration) -> HttpResponse:
    """From the sign-in page. Nothing is decided yet, so a link is enough to come here."""
    return _leave(request, configured, links=None, now=timezone.now())


@_abroad
def start_linking(request: StaffRequest, configured: Configuration) -> HttpResponse:
    """Behind the gate, and for who gave a code a moment ago."""
    now = timezone.now()
    if not _may_link(request, now):
        return redirect("staff:directory_account")
    del request.session[MAY_LINK]
    return _leave(request, configured, links=request.user, now=now)


def _leave(request: StaffRequest, configured: Configuration, *, links: User | None, now: datetime) -> HttpResponse:
    try:
        _check_not_too_often(request, now)
        metadata = directory_of(configured).metadata()
    except Failed as failure:
        return _failed(request, failure, linking=links, now=now)
    journey = journeys.begin(request, next_page=next_page(request), links=links.pk if links else None, now=now)
    return HttpResponseRedirect(journeys.address_of(journey, metadata, configured))


# --- Back.


@_abroad
def callback(request: StaffRequest, configured: Configuration) -> HttpResponse:
    now = timezone.now()
    linking: User | None = None
    try:
        _check_not_too_often(request, now)
        journey = journeys.end(request, now=now)
        linking = _who_links(request, journey, now)
        person = _person_of(request, configured, journey, now)
        if linking is not None:
            actions.link(linking, person, now=now)
            return redirect("staff:directory_account")
        return _to_second_step(request, actions.user_known_as(person), journey, now)
    except Failed as failure:
        return _failed(request, failure, linking=linking, now=now)


def _who_links(request: StaffRequest, journey: Journey, now: datetime) -> User | None:
    """Still the same person, and still signed in: this address is open, for who is not."""
    if journey.links is None:
        return None
    if session_of(request, now=now) is None or request.user.pk != journey.links:
        raise Failed(Reason.NOT_BEGUN, "signed out")
    return request.user


def _person_of(request: StaffRequest, configured: Configuration, journey: Journey, now: datetime) -> Person:
    directory = directory_of(configured)
    _check_answer(request, configured, says_issuer=directory.metadata().says_issuer)
    token = directory.id_token(request.GET["code"], verifier=journey.verifier, redirect_uri=journeys.redirect_uri())
    return person_in(token, key=directory.key, configuration=configured, nonce=journey.nonce, now=now)


def _check_answer(request: StaffRequest, configured: Configuration, *, says_issuer: bool) -> None:
    """RFC 9207 for the issuer; of an error only that it is one."""
    issuer = request.GET.get("iss", "" if says_issuer else configured.issuer)
    if not constant_time_compare(issuer, configured.issuer):
        raise Failed(Reason.UNPROVEN, "issuer")
    if request.GET.get("error") in {"server_error", "temporarily_unavailable"}:
        raise Failed(Reason.AWAY, "answer")
    if not request.GET.get("code") or "error" in request.GET:
        raise Failed(Reason.DENIED)


def _to_second_step(request: StaffRequest, user: User, journey: Journey, now: datetime) -> HttpResponse:
    """Where a right password leads too, and not a step further."""
    pending.remember(request, user, by=pending.First.DIRECTORY, now=now)
    step = "staff:enrol" if staff.needs_enrolment(user) else "staff:verify"
    return go_to_then(step, journey.next_page)


# --- Neither.


def _check_not_too_often(request: StaffRequest, now: datetime) -> None:
    """For who makes us ask the directory or write in the ledger, whatever it is about."""
    if not allow(SCOPE, _network(request), limit=MOST, per=WINDOW, now=now):
        raise Failed(Reason.OFTEN)


def _failed(request: StaffRequest, failure: Failed, *, linking: User | None, now: datetime) -> HttpResponse:
    """Too many of one network fill no ledger: the first tells of the rest."""
    if failure.reason is not Reason.OFTEN or allow(TOLD, _network(request), limit=1, per=WINDOW, now=now):
        actions.fail(failure, linking=linking, now=now)
    context = {"failure": failure, "linking": linking}
    return render(request, "staff/directory_failed.html", context, status=failure.status)


def _network(request: StaffRequest) -> str:
    return network_of(client_address(request))


# --- One's own.


@staff_page
def account(request: StaffRequest) -> HttpResponse:
    """Link or unlink, with a code first. Unlinking stays possible when the directory is configured no more."""
    mine = DirectoryAccount.objects.filter(user=request.user).first()
    if mine is None and configuration() is None:
        raise Http404
    now = timezone.now()
    form = TokenForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and steps_up(request, form):
        if mine is not None:
            actions.unlink(request.user, by=Actor.staff(request.user), now=now)
        else:
            request.session[MAY_LINK] = now.isoformat()
        return redirect("staff:directory_account")
    context = {"form": form, "mine": mine, "may_link": mine is None and _may_link(request, now)}
    return render(request, "staff/directory_account.html", context)


def _may_link(request: StaffRequest, now: datetime) -> bool:
    held = request.session.get(MAY_LINK)
    return datetime.fromisoformat(held) > now - LASTS if held else False


def way_in() -> str:
    """The address behind the button on the sign-in page; empty where no directory is configured."""
    return reverse("staff:directory_start") if configuration() else ""
