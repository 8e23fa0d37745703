"""Everything the ledger holds about me, in plain words: who did what, when and why (Art. 5(2), 15)."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from privacy_portal.data_subjects.access import requires
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.evidence.actors import ActorKind
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.rights_requests.events import LOOKS

from .happenings import happenings_of

PER_PAGE = 50
# Chosen by `?only=looks`: what others than the person saw of them.
LOOKED = Q(event__in=LOOKS) & ~Q(actor_kind=ActorKind.SUBJECT)


@requires(Level.A1)
@require_safe
def activity(request: SignedInRequest) -> HttpResponse:
    entries = entries_about(request.data_subject.id).order_by("-at", "-seq")
    only_looks = request.GET.get("only") == "looks"
    page = Paginator(entries.filter(LOOKED) if only_looks else entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "happenings": happenings_of(request.data_subject, page), "only_looks": only_looks}
    return render(request, "self_service/activity/activity.html", context)
