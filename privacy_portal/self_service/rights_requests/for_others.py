"""A request that somebody makes for another: what who asks may follow, and the one button of the person concerned."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from privacy_portal.data_subjects import cookies
from privacy_portal.data_subjects.access import never_stored, requires, subject_actor
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.requests import CustomerRequest, SignedInRequest
from privacy_portal.evidence.actors import Actor
from privacy_portal.processing_register.queries import controller
from privacy_portal.rights_requests.clock import day_of
from privacy_portal.rights_requests.enums import Status
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.on_behalf.actions import can_be_stopped, object_to, send_papers
from privacy_portal.rights_requests.on_behalf.enums import PAPERS, ResultsTo
from privacy_portal.rights_requests.on_behalf.gate import delegation_of
from privacy_portal.rights_requests.on_behalf.links import delegation_of_link
from privacy_portal.rights_requests.on_behalf.models import Delegation
from privacy_portal.self_service.rights_requests.cases import own
from privacy_portal.self_service.rights_requests.forms import PapersForm, sent
from privacy_portal.self_service.rights_requests.states import face_of


@requires(Level.A1)
@require_http_methods(["GET", "HEAD", "POST"])
def delegation(request: SignedInRequest, delegation_id: UUID) -> HttpResponse:
    """For who asked. Somebody else's and one that does not exist are the same 404 (SECURITY A-08)."""
    mine = Delegation.objects.by(request.data_subject).latest_first()
    found = get_object_or_404(mine, pk=delegation_id)
    form = PapersForm(*sent(request))
    if request.method == "POST" and form.is_valid() and _sent_papers(request, found, form):
        return redirect("self_service:delegation", found.pk)
    return render(request, "self_service/rights_requests/for_other.html", _context(found, form))


def _sent_papers(request: SignedInRequest, found: Delegation, form: PapersForm) -> bool:
    try:
        send_papers(found, uploads=form.cleaned_data["uploads"], by=subject_actor(request))
    except NotPossible as refusal:
        form.add_error(None, refusal)
        return False
    notify(request, _("Your papers are sent. The privacy desk looks at them."))
    return True


def _context(found: Delegation, form: PapersForm) -> dict:
    """Where it stands, never what we hold or answered, unless the desk decided that the answer goes to who asks."""
    case = found.rights_request
    decision = getattr(case, "decision", None) if found.results_to == ResultsTo.DELEGATE else None
    return {
        "delegation": found,
        "rights_request": case,
        "face": face_of(case, day_of(timezone.now())),
        "papers": PAPERS[found.kind],
        "own_files": case.attachments.of(found.delegate),
        "decision": decision,
        "is_decided": case.state in {Status.ANSWERED, Status.REFUSED},
        "form": form if case.is_open and not found.is_stopped else None,
        "controller": controller(get_language()),
    }


@requires(Level.A1)
@require_POST
def object_signed_in(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """The person concerned, on the page of the case itself."""
    found = delegation_of(own(request, request_id))
    if found is None:
        raise Http404
    stopped = object_to(found, by=subject_actor(request))
    notify(request, _("You objected. Nothing leaves on this request.") if stopped else _("It was too late to stop it."))
    return redirect("self_service:request", request_id)


@never_stored
@require_safe
def objection_link(request: CustomerRequest, token: str) -> HttpResponse:
    return cookies.keep_link(redirect("self_service:delegation_objection"), token)


@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: CustomerRequest) -> HttpResponse:
    """Opening the page does nothing, so a scanner may; the button does, and pressing it twice is once."""
    found = delegation_of_link(cookies.link_of(request))
    if found is not None and request.method == "POST":
        subject = found.rights_request.subject
        object_to(found, by=Actor.subject(subject.pk) if subject else Actor.visitor())
        found.refresh_from_db()
    case = found.rights_request if found else None
    context = {"delegation": found, "rights_request": case, "can_stop": case and can_be_stopped(case)}
    return render(request, "self_service/rights_requests/objection.html", context)
