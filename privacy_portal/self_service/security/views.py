"""The browsers in which this person is signed in, and ending them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from privacy_portal.data_subjects import actions
from privacy_portal.data_subjects.access import requires, subject_actor
from privacy_portal.data_subjects.addresses.joining import joined_with
from privacy_portal.data_subjects.identifiers import emails_of, primary_email
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.data_subjects.sessions import touch


@requires(Level.A1)
@require_safe
def security(request: SignedInRequest) -> HttpResponse:
    sessions = CustomerSession.objects.of(request.data_subject).alive(timezone.now())
    context = {
        "sessions": sessions.order_by("-last_used_at"),
        "current": request.customer_session,
        "emails": emails_of(request.data_subject),
        "joined": [(other.pk, primary_email(other)) for other in joined_with(request.data_subject)],
    }
    return render(request, "self_service/security/security.html", context)


@requires(Level.A1)
@require_POST
def end_session(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Somebody else's session and one that does not exist are the same 404 (SECURITY A-08)."""
    session = get_object_or_404(CustomerSession.objects.of(request.data_subject), pk=session_id)
    if session == request.customer_session:
        return redirect("self_service:sign_out")
    actions.end_session(session, by=subject_actor(request))
    notify(request, gettext("That session has ended."))
    return redirect("self_service:security")


@requires(Level.A1)
@require_POST
def end_others(request: SignedInRequest) -> HttpResponse:
    actions.end_other_sessions(request.data_subject, but=request.customer_session, by=subject_actor(request))
    notify(request, gettext("You are now signed in here only."))
    return redirect("self_service:security")


@requires(Level.A1)
@require_POST
def extend(request: SignedInRequest) -> HttpResponse:
    """Stay signed in (WCAG 2.2.1). The script wants a status only; without it, back to the overview."""
    touch(request.customer_session, now=timezone.now())
    if "text/html" in request.headers.get("Accept", ""):
        return redirect("self_service:home")
    return HttpResponse(status=204)
