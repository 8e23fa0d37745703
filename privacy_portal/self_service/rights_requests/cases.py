"""A person's own requests: the list, where each one stands, the thread, the decision."""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from privacy_portal.data_subjects.access import requires, subject_actor
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.processing_register.queries import controller
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.attachments import open_attachment, store
from privacy_portal.rights_requests.by_hand.telling import told_of
from privacy_portal.rights_requests.clock import day_of
from privacy_portal.rights_requests.enums import GROUNDS, Ground, Status
from privacy_portal.rights_requests.holding import hold_on_case
from privacy_portal.rights_requests.identity_documents.models import IdentityDocument
from privacy_portal.rights_requests.lifecycle import NotPossible, Verb
from privacy_portal.rights_requests.models import Attachment, RightsRequest
from privacy_portal.rights_requests.on_behalf.gate import delegation_of
from privacy_portal.rights_requests.on_behalf.models import Delegation
from privacy_portal.rights_requests.timeline import erasing_since, steps_of
from privacy_portal.self_service.rights_requests.forms import ReplyForm, sent
from privacy_portal.self_service.rights_requests.states import face_of


def own(request: SignedInRequest, request_id: UUID) -> RightsRequest:
    """Somebody else's request and one that does not exist are the same 404 (SECURITY A-08)."""
    mine = RightsRequest.objects.of(request.data_subject).select_related("decision", "erasure_order")
    return get_object_or_404(mine, pk=request_id)


@requires(Level.A1)
@require_safe
def requests(request: SignedInRequest) -> HttpResponse:
    today = day_of(timezone.now())
    mine = RightsRequest.objects.of(request.data_subject).most_urgent_first()
    faces = [face_of(rights_request, today) for rights_request in mine]
    context = {
        "open": [face for face in faces if face.rights_request.is_open],
        "closed": [face for face in faces if not face.rights_request.is_open],
        "for_others": Delegation.objects.by(request.data_subject).latest_first(),
    }
    return render(request, "self_service/rights_requests/requests.html", context)


@requires(Level.A1)
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """The case, and the form to reply; a reply that is refused comes back as it was typed."""
    rights_request = own(request, request_id)
    form = ReplyForm(*sent(request))
    if request.method == "POST" and form.is_valid() and send(request, rights_request, form):
        return redirect("self_service:request", rights_request.pk)
    return render(request, "self_service/rights_requests/request.html", context_of(request, rights_request, form))


def send(request: SignedInRequest, rights_request: RightsRequest, form: ReplyForm) -> bool:
    """Files first: they are unsent until the message takes them along."""
    now = timezone.now()
    files = [store(subject=request.data_subject, upload=upload, now=now) for upload in form.cleaned_data["uploads"]]
    try:
        actions.reply(
            rights_request=rights_request,
            body=form.cleaned_data["body"],
            attachments=files,
            by=subject_actor(request),
            now=now,
        )
    except NotPossible as refusal:
        form.add_error(None, refusal)
        return False
    notify(request, _("Your message is sent."))
    return True


def context_of(request: SignedInRequest, rights_request: RightsRequest, form: ReplyForm) -> dict:
    messages = list(rights_request.messages.prefetch_related("attachments"))
    actions.mark_read(rights_request=rights_request, by=subject_actor(request))
    return {
        "rights_request": rights_request,
        "face": face_of(rights_request, day_of(timezone.now())),
        "steps": steps_of(rights_request),
        "thread": messages,
        # Papers of who asks on their behalf are not the person's own.
        "files": rights_request.attachments.with_request().of(request.data_subject),
        "delegation": delegation_of(rights_request),
        "can_stop": erasing_since(rights_request) is None and rights_request.is_open,
        "document": document_of(rights_request),
        "by_hand": told_of(rights_request, day_of(timezone.now())),
        "hold": hold_on_case(rights_request, now=timezone.now()),
        "may_withdraw": may_withdraw(rights_request),
        **decision_of(rights_request),
        "form": form if rights_request.may(Verb.REPLY) else None,
        "controller": controller(get_language()),
    }


def document_of(rights_request: RightsRequest) -> IdentityDocument | None:
    """Also where the venue switched it off since, as long as the doubt lasts for which it was asked."""
    if settings.IDENTITY_DOCUMENTS or rights_request.state == Status.IDENTITY_IN_DOUBT:
        return rights_request.identity_documents.last()
    return None


def decision_of(rights_request: RightsRequest) -> dict:
    decision = getattr(rights_request, "decision", None)
    if decision is None:
        return {}
    return {
        "decision": decision,
        "ground_article": GROUNDS[Ground(decision.ground)].article if decision.ground else "",
        "objection_open": decision.objection_until >= day_of(timezone.now()),
    }


@requires(Level.A1)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Asked once more on a page of its own: it cannot be undone, only asked again."""
    rights_request = own(request, request_id)
    if not may_withdraw(rights_request):
        notify(request, _("This request can no longer be withdrawn."))
        return redirect("self_service:request", rights_request.pk)
    if request.method == "POST":
        notify(request, withdrawn(request, rights_request))
        return redirect("self_service:request", rights_request.pk)
    return render(request, "self_service/rights_requests/withdraw.html", {"rights_request": rights_request})


def may_withdraw(rights_request: RightsRequest) -> bool:
    """What is being erased is past withdrawing."""
    return rights_request.may(Verb.WITHDRAW) and erasing_since(rights_request) is None


def withdrawn(request: SignedInRequest, rights_request: RightsRequest) -> str:
    """What to say afterwards; the desk may have been quicker."""
    try:
        actions.withdraw(rights_request=rights_request, by=subject_actor(request))
    except NotPossible as refusal:
        return " ".join(refusal.messages)
    return _("Your request is withdrawn.")


@requires(Level.A1)
@require_safe
def attachment(request: SignedInRequest, attachment_id: UUID):
    """Always as a download, never shown in the browser, and only to whom it belongs."""
    found = get_object_or_404(Attachment.objects.readable_by(request.data_subject), pk=attachment_id)
    return as_download(found, open_attachment(found, by=subject_actor(request)))


def as_download(found: Attachment, chunks: Iterator[bytes]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(chunks, content_type=found.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name)
    response.headers["Content-Length"] = str(found.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
