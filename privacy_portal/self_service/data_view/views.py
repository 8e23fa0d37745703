"""Everything we hold about the person who is signed in, with beside it what Art. 15(1) asks to be told."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from privacy_portal.data_sources.kept_answers.reading import answers_for_page
from privacy_portal.data_sources.masking import Mask
from privacy_portal.data_subjects.access import requires, subject_actor
from privacy_portal.data_subjects.addresses.joining import joined_with
from privacy_portal.data_subjects.identifiers import primary_email
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.evidence.ledger import record
from privacy_portal.processing_register.generation import one_state
from privacy_portal.processing_register.queries import categories_and_explanations
from privacy_portal.rights_requests.by_hand.telling import latest_told

from .events import OPENED
from .forms import ReasonForm
from .groups import Reading
from .pages import DataPage, data_page
from .unmasking import Reason, mask_of, shown_until, unmask

# A page that fills in is fetched a few times within this; that is one look.
ONE_LOOK = timedelta(minutes=1)


@requires(Level.A1)
@require_safe
@one_state()
def data(request: SignedInRequest) -> HttpResponse:
    """Shows at once what is kept here; what is kept elsewhere is asked behind the page, which fills in."""
    now = timezone.now()
    mask = mask_of(request, now=now)
    # Several sources look by them.
    prefetch_related_objects([request.data_subject], "identifiers")
    by_hand = latest_told(request.data_subject, timezone.localdate(now))
    answers = answers_for_page(request.customer_session, now=now)
    page = data_page(answers, _reading(request, mask), by_hand=by_hand)
    context = {
        "page": page,
        "asking": [place.label for place in page.asking],
        "closed": mask is Mask.ALL,
        "partly_closed": mask is Mask.REASONED,
        "shown_until": shown_until(request, now=now),
        **_other_sets(request.data_subject),
    }
    response = render(request, "self_service/data_view/data.html", context)
    if request.method == "GET":
        _note(request, page, mask, now)
    return response


@requires(Level.A3)
@require_http_methods(["GET", "HEAD", "POST"])
def show_hidden(request: SignedInRequest) -> HttpResponse:
    """Bank account and date of birth, for a reason and for five minutes."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        unmask(request, Reason(form.cleaned_data["reason"]), now=timezone.now())
        return redirect("self_service:data")
    return render(request, "self_service/data_view/show_hidden.html", {"form": form})


def _other_sets(subject: DataSubject) -> dict[str, Any]:
    """Joined addresses: records of their own, shown one set at a time and never as one (SECURITY A-08)."""
    joined = [(other.pk, primary_email(other)) for other in joined_with(subject)]
    return {"own": primary_email(subject), "joined": joined} if joined else {}


def _reading(request: SignedInRequest, mask: Mask) -> Reading:
    language = get_language()
    categories, explanations = categories_and_explanations(language)
    return Reading(
        explanations=explanations,
        categories=categories,
        today=timezone.localdate(),
        mask=mask,
        pages=request.GET,
    )


def _note(request: SignedInRequest, page: DataPage, mask: Mask, now: datetime) -> None:
    """Last in the transaction: entries of the ledger wait for each other."""
    facts = {"masked": mask.value, "answered": [place.key for place in page.answered]}
    if not _is_same_look(request, page, facts, now):
        record(OPENED, by=subject_actor(request), subject=request.data_subject.pk, facts=facts, now=now)


def _is_same_look(request: SignedInRequest, page: DataPage, facts: dict[str, Any], now: datetime) -> bool:
    """Whether this is the page of a moment ago, asked for again to see who answered since, and nobody did."""
    if not page.asking:
        return False
    session = request.customer_session
    before = session.get("data_seen")
    if before and before["facts"] == facts and now - datetime.fromisoformat(before["at"]) < ONE_LOOK:
        return True
    session.put("data_seen", {"facts": facts, "at": now.isoformat()})
    return False
