"""A copy of an identity document, for whom the privacy desk asked one: why, what to cover, and the ways around it
(SECURITY V-07)."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from privacy_portal.data_subjects.access import requires, subject_actor
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.processing_register.queries import controller
from privacy_portal.rights_requests.identity_documents.actions import open_document, send_document
from privacy_portal.rights_requests.identity_documents.models import LASTS
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import RightsRequest

from .cases import own
from .forms import DocumentForm, sent


@requires(Level.A1)
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Without the venue's switch, or without a question of the desk, there is no such page."""
    case = own(request, request_id)
    asked = open_document(case) if settings.IDENTITY_DOCUMENTS else None
    if asked is None:
        raise Http404
    form = DocumentForm(*sent(request))
    if request.method == "POST" and form.is_valid() and _is_sent(request, case, form):
        return redirect("self_service:request", case.pk)
    context = {
        "rights_request": case,
        "asked": asked,
        "form": form,
        "days": LASTS.days,
        "controller": controller(get_language()),
    }
    return render(request, "self_service/rights_requests/document.html", context)


def _is_sent(request: SignedInRequest, case: RightsRequest, form: DocumentForm) -> bool:
    try:
        send_document(rights_request=case, upload=form.cleaned_data["picture"], by=subject_actor(request))
    except NotPossible as refusal:
        form.add_error(None, refusal)
        return False
    notify(request, _("Your copy is sent. We destroy it as soon as we looked at it."))
    return True
