"""Making a request: which right, one question a page, files, check, send. Works without JavaScript, loses nothing."""

from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from privacy_portal.data_subjects import limits
from privacy_portal.data_subjects.access import requires, subject_actor
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.gdpr.rights import Right
from privacy_portal.processing_register.queries import controller
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.attachments import discard, store
from privacy_portal.rights_requests.clock import day_of, promised_period
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.rights_requests.on_behalf.actions import Asker, receive_for
from privacy_portal.rights_requests.on_behalf.enums import PAPERS, Capacity
from privacy_portal.self_service.rights_requests.drafts import Draft, as_details
from privacy_portal.self_service.rights_requests.erasure_preview import preview
from privacy_portal.self_service.rights_requests.forms import FilesForm, question_form, sent
from privacy_portal.self_service.rights_requests.guides import GUIDES, Guide, guide_of_slug
from privacy_portal.self_service.rights_requests.questions import Question, questions_for

MOST_REQUESTS, PER = 5, timedelta(days=1)
"""SECURITY R-03."""
GET_OR_POST = ["GET", "HEAD", "POST"]


def guided(view):
    """Turns the right in the address into its guide and the person's draft of it."""

    @wraps(view)
    def with_draft(request: SignedInRequest, right: str, **kwargs: Any) -> HttpResponse:
        guide = guide_of_slug(right)
        if guide is None:
            raise Http404
        return view(request, guide, Draft(request.customer_session, guide.right), **kwargs)

    return with_draft


@requires(Level.A1)
@require_safe
def start(request: SignedInRequest) -> HttpResponse:
    """Which right fits me? A link from elsewhere names the right, and goes straight to it."""
    wanted = request.GET.get("right", "")
    if wanted in Right.values and Right(wanted) in GUIDES:
        path = reverse("self_service:request_guide", args=[GUIDES[Right(wanted)].slug])
        prefill = request.GET.get("field", "")
        return redirect(f"{path}?field={prefill}" if prefill.replace("-", "").isalnum() else path)
    context = {"guides": GUIDES.values(), "promise": promised_period().label()}
    return render(request, "self_service/rights_requests/start.html", context)


@requires(Level.A1)
@require_http_methods(GET_OR_POST)
@guided
def introduction(request: SignedInRequest, guide: Guide, draft: Draft) -> HttpResponse:
    """What this right gives, what is quicker, what we may refuse. Starting is a deed, so it is a button."""
    if request.method == "POST":
        draft.begin(request.POST.get("field", ""), get_language(), for_other="for_other" in request.POST)
        return redirect(next_page(draft))
    context = {
        "guide": guide,
        "draft": draft,
        "questions": len(questions_for(guide.right)) + 1,
        "field": request.GET.get("field", ""),
        "kept": preview(request.data_subject, today=day_of(timezone.now())) if guide.right == Right.ERASURE else None,
        "promise": promised_period().label(),
        "controller": controller(get_language()),
    }
    return render(request, "self_service/rights_requests/introduction.html", context)


@requires(Level.A1)
@require_http_methods(GET_OR_POST)
@guided
def question(request: SignedInRequest, guide: Guide, draft: Draft, key: str) -> HttpResponse:
    asked = draft.question(key)
    if asked is None:
        raise Http404
    if not is_reached(draft, asked):
        return redirect(next_page(draft))
    form = question_form(asked, get_language(), sent(request)[0], draft.initial(asked))
    if request.method == "POST" and form.is_valid():
        draft.put(asked.key, form.cleaned_data[asked.key])
        return redirect(next_page(draft) if "change" not in request.GET else check_page(draft))
    context = {"guide": guide, "form": form, "question": asked, **place_of(asked, draft)}
    return render(request, "self_service/rights_requests/question.html", context)


@requires(Level.A1)
@require_http_methods(GET_OR_POST)
@guided
def files(request: SignedInRequest, guide: Guide, draft: Draft) -> HttpResponse:
    """Optional, and the last page: sending a file adds it and stays here; going on is the other button."""
    if not draft.exists or draft.first_open(get_language()):
        return redirect(next_page(draft))
    waiting = draft.files(request.data_subject)
    form = FilesForm(*sent(request), already=waiting.count())
    if request.method == "POST" and form.is_valid():
        for upload in form.cleaned_data["uploads"]:
            draft.add_file(store(subject=request.data_subject, upload=upload))
        if "add" not in request.POST:
            draft.finish_files()
            return redirect(check_page(draft))
        return redirect(request.path)
    context = {
        "guide": guide,
        "form": form,
        "files": waiting,
        "previous": previous_page(draft),
        "papers": PAPERS[draft.capacity] if draft.capacity else "",
    }
    return render(request, "self_service/rights_requests/files.html", context)


@requires(Level.A1)
@require_POST
@guided
def remove_file(request: SignedInRequest, guide: Guide, draft: Draft, attachment_id) -> HttpResponse:
    discard(get_object_or_404(draft.files(request.data_subject), pk=attachment_id))
    notify(request, _("The file is removed."))
    return redirect("self_service:request_files", right=guide.slug)


@requires(Level.A1)
@require_http_methods(GET_OR_POST)
@guided
def check(request: SignedInRequest, guide: Guide, draft: Draft) -> HttpResponse:
    """Everything once more, each answer with a way back; then the button that names the deed."""
    if not draft.exists or not is_complete(draft):
        return redirect(next_page(draft))
    if request.method == "POST":
        return hand_in(request, guide, draft)
    return render(request, "self_service/rights_requests/check.html", summary_of(request, guide, draft))


def hand_in(request: SignedInRequest, guide: Guide, draft: Draft) -> HttpResponse:
    now = timezone.now()
    key = str(request.data_subject.pk)
    if not limits.allow("rights-request", key, limit=MOST_REQUESTS, per=PER, now=now):
        context = {**summary_of(request, guide, draft), "too_many": MOST_REQUESTS}
        return render(request, "self_service/rights_requests/check.html", context, status=429)
    if draft.capacity:
        return hand_in_for_other(request, guide, draft, draft.capacity)
    rights_request = actions.receive(
        subject=request.data_subject,
        right=guide.right,
        details=as_details(draft, get_language()),
        language=get_language(),
        by=subject_actor(request),
        attachments=draft.files(request.data_subject),
        now=now,
    )
    draft.take()
    return redirect("self_service:request_received", rights_request.pk)


def hand_in_for_other(request: SignedInRequest, guide: Guide, draft: Draft, capacity: Capacity) -> HttpResponse:
    """The case is about the other, who hears of it; here is kept who asked."""
    answers = draft.answers
    delegation = receive_for(
        asker=Asker(
            delegate=request.data_subject,
            capacity=capacity,
            delegate_name=answers["delegate_name"],
            person_name=answers["person_name"],
            person_hints=answers.get("person_hints", ""),
            person_email=answers.get("person_email", ""),
        ),
        right=guide.right,
        details=as_details(draft, get_language()),
        language=get_language(),
        by=subject_actor(request),
        attachments=draft.files(request.data_subject),
    )
    draft.take()
    notify(request, _("Your request for somebody else is received."))
    return redirect("self_service:delegation", delegation.pk)


@requires(Level.A1)
@require_safe
def received(request: SignedInRequest, request_id) -> HttpResponse:
    """The receipt; it can be kept as a bookmark, and still tells the truth when the case has moved on."""
    rights_request = get_object_or_404(RightsRequest.objects.of(request.data_subject), pk=request_id)
    return render(request, "self_service/rights_requests/received.html", {"rights_request": rights_request})


def summary_of(request: SignedInRequest, guide: Guide, draft: Draft) -> dict[str, Any]:
    answers = [(asked, asked.in_words(draft.answers.get(asked.key), get_language())) for asked in draft.questions]
    files = draft.files(request.data_subject)
    return {"guide": guide, "answers": answers, "files": files, "controller": controller(get_language())}


def is_complete(draft: Draft) -> bool:
    return draft.files_done and draft.first_open(get_language()) is None


def is_reached(draft: Draft, asked: Question) -> bool:
    """Pages open up to and including the first that is unanswered (ASVS 2.3.1)."""
    if not draft.exists:
        return False
    keys = [each.key for each in draft.questions]
    first = draft.first_open(get_language())
    return first is None or keys.index(asked.key) <= keys.index(first.key)


def next_page(draft: Draft) -> str:
    """Where the person is: the first thing that is still open."""
    slug = GUIDES[draft.right].slug
    if not draft.exists:
        return reverse("self_service:request_guide", args=[slug])
    first = draft.first_open(get_language())
    if first:
        return reverse("self_service:request_question", args=[slug, first.key])
    return check_page(draft) if draft.files_done else reverse("self_service:request_files", args=[slug])


def check_page(draft: Draft) -> str:
    return reverse("self_service:request_check", args=[GUIDES[draft.right].slug])


def previous_page(draft: Draft, before: Question | None = None) -> str:
    """One back: the question before this one, or the introduction before the first."""
    slug, asked = GUIDES[draft.right].slug, draft.questions
    index = asked.index(before) if before else len(asked)
    if index == 0:
        return reverse("self_service:request_guide", args=[slug])
    return reverse("self_service:request_question", args=[slug, asked[index - 1].key])


def place_of(asked: Question, draft: Draft) -> dict[str, Any]:
    keys = [each.key for each in draft.questions]
    return {
        "number": keys.index(asked.key) + 1,
        "total": len(keys) + 1,
        "previous": previous_page(draft, asked),
    }
