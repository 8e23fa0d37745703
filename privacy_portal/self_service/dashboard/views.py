"""The first page after signing in: what waits for you, what is open, and the ways on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from privacy_portal.consent.known import known_for_page
from privacy_portal.data_subjects.access import requires
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.rights_requests.lifecycle import Verb
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.rights_requests.timeline import steps_of
from privacy_portal.self_service.policy_news.views import news_of
from privacy_portal.self_service.rights_requests.states import face_of

from .greeting import first_name
from .tiles import tiles_of
from .todos import todos_of


@requires(Level.A1)
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    subject, now = request.data_subject, timezone.now()
    known = known_for_page(request.customer_session, now=now)
    context = {
        "name": first_name(request.customer_session, now=now),
        "previous_sign_in_at": request.customer_session.previous_sign_in_at,
        "todos": todos_of(subject, now=now),
        "news": news_of(request),
        "asking": known.asking,
        "tiles": tiles_of(subject, known, language=get_language() or "nl", now=now),
        **open_case_of(subject),
    }
    return render(request, "self_service/dashboard/home.html", context)


def open_case_of(subject: DataSubject) -> dict:
    """The most urgent open request in full; the others as a count."""
    cases = list(RightsRequest.objects.of(subject).open().most_urgent_first())
    if not cases:
        return {}
    first = cases[0]
    return {
        "case": first,
        "face": face_of(first, timezone.localdate()),
        "steps": steps_of(first),
        "may_withdraw": first.may(Verb.WITHDRAW),
        "other_cases": len(cases) - 1,
    }
