"""“Not right?”: what it says, what it should say, a last look, and the button that does it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from privacy_portal.data_subjects.access import requires, subject_actor, way_up
from privacy_portal.data_subjects.identifiers import emails_of
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.corrections.actions import MOST, NotNow, TooManyCorrections, correct
from privacy_portal.rights_requests.corrections.models import Correction
from privacy_portal.self_service.data_view.unmasking import mask_of
from privacy_portal.self_service.data_view.values import line
from privacy_portal.self_service.rights_requests.drafts import Draft as RequestDraft
from privacy_portal.self_service.rights_requests.wizard import next_page

from .drafts import Draft, draft_of
from .forms import AlsoForm, CorrectionForm
from .looking import Aim, CouldNotAsk, find, look, note, place
from .places import plan_of
from .words import in_words

GET_OR_POST = ["GET", "HEAD", "POST"]


@requires(Level.A2)
@require_safe
def record(request: SignedInRequest, source: str, reference: str) -> HttpResponse:
    """Which detail of this record is not right? For records that are told in one row, and for what belongs to another
    one."""
    now = timezone.now()
    try:
        found, held = find(request.data_subject, source, reference, now=now)
    except CouldNotAsk as failure:
        return render(request, "self_service/corrections/could_not_ask.html", {"source": failure.source})
    mask = mask_of(request, now=now)
    lines = [line(each, mask) for each in held.fields]
    context = {"source": found, "record": held, "lines": [each for each in lines if each.text or each.correctable]}
    response = render(request, "self_service/corrections/record.html", context)
    note(request, found.key, mask.value)
    return response


@requires(Level.A2)
@require_http_methods(GET_OR_POST)
def field(request: SignedInRequest, source: str, reference: str, name: str) -> HttpResponse:
    try:
        aim = look(request.data_subject, source, reference, name, now=timezone.now())
    except CouldNotAsk as failure:
        return render(request, "self_service/corrections/could_not_ask.html", {"source": failure.source})
    if aim.is_email and _is_own_address(request, aim):
        # What one signs in with is not typed over but proven (SECURITY V-11); every place that has it follows.
        return redirect("self_service:address_change")
    if aim.is_email and request.level < Level.A3:
        return redirect(way_up(request))
    form = CorrectionForm(request.POST or None, aim=aim, initial={"proposed": _typed(request, aim)})
    if request.method == "POST" and form.is_valid():
        return _on(request, aim, form.cleaned_data["proposed"])
    response = render(request, "self_service/corrections/field.html", {"aim": aim, "form": form})
    note(request, aim.source.key)
    return response


def _is_own_address(request: SignedInRequest, aim: Aim) -> bool:
    return aim.current.lower() in emails_of(request.data_subject)


def _typed(request: SignedInRequest, aim: Aim) -> str:
    """What the person wrote before, when coming back to change it; else what it says now, to mend."""
    back = request.GET.get("change", "")
    draft = draft_of(request.customer_session, UUID(back)) if _is_id(back) else None
    is_same = draft and (draft.asked.reference, draft.asked.name) == (aim.record.reference, aim.field.name)
    return draft.asked.proposed if draft and is_same else aim.current


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _on(request: SignedInRequest, aim: Aim, proposed: str) -> HttpResponse:
    if not aim.is_correctable:
        return _to_request(request, aim, proposed)
    draft = Draft.of(aim, proposed)
    draft.keep(request.customer_session)
    return redirect("self_service:correct_check", draft.id)


def _to_request(request: SignedInRequest, aim: Aim, proposed: str) -> HttpResponse:
    """No machine corrects this: the questions of a request, with what we know filled in."""
    draft = RequestDraft(request.customer_session, Right.RECTIFICATION)
    sentence = _("%(label)s in “%(record)s” (%(place)s) says “%(current)s”. It should be “%(proposed)s”.") % {
        "label": aim.field.label,
        "record": aim.record.title,
        "place": aim.source.label,
        "current": aim.shown,
        "proposed": proposed,
    }
    draft.begin(aim.field.category, get_language())
    draft.prefill(field=draft.suggestions.get("field", "other"), proposed=sentence)
    notify(request, _("We filled in the questions of a request for you. Check them and send it."))
    return redirect(next_page(draft))


@requires(Level.A2)
@require_http_methods(GET_OR_POST)
def check(request: SignedInRequest, correction_id: UUID) -> HttpResponse:
    """A last look; sending it twice leads to the one correction that was made."""
    if Correction.objects.of(request.data_subject).filter(pk=correction_id).exists():
        return redirect("self_service:correction", correction_id)
    draft = draft_of(request.customer_session, correction_id)
    if draft is None:
        raise Http404
    if request.method == "POST":
        return _hand_in(request, draft)
    return _check_page(request, draft)


def _hand_in(request: SignedInRequest, draft: Draft) -> HttpResponse:
    changed = _changed_meanwhile(request, draft)
    if changed is not None:
        changed.keep(request.customer_session)
        draft.forget(request.customer_session)
        notify(request, _("What we had has changed in the meantime. Look once more before you correct it."))
        return redirect("self_service:correct_check", changed.id)
    plan = plan_of(draft, request.customer_session, now=timezone.now())
    also = AlsoForm(request.POST, plan=plan)
    if not also.is_valid():
        return _check_page(request, draft, also=also)
    try:
        correction = correct(
            id=draft.id,
            subject=request.data_subject,
            asked=draft.asked,
            systems=plan.system_keys,
            by_hand=plan.by_hand_keys,
            confirmed=plan.confirmed(also.cleaned_data["also"]),
            language=get_language() or "nl",
            by=subject_actor(request),
        )
    except TooManyCorrections:
        return _check_page(request, draft, status=429, too_many=MOST)
    except NotNow:
        return redirect("self_service:sign_out")
    draft.forget(request.customer_session)
    return redirect("self_service:correction", correction.pk)


def _changed_meanwhile(request: SignedInRequest, draft: Draft) -> Draft | None:
    """The same wish about what it says now, if that is something else. A place elsewhere is not asked while a page
    waits; the worker looks there before it changes anything."""
    asked = draft.asked
    if not place(asked.source).is_embedded:
        return None
    aim = look(request.data_subject, asked.source, asked.reference, asked.name, now=timezone.now())
    return Draft.of(aim, asked.proposed) if aim.current != asked.previous else None


def _check_page(request: SignedInRequest, draft: Draft, status: int = 200, **more: Any) -> HttpResponse:
    asked, plan = draft.asked, plan_of(draft, request.customer_session, now=timezone.now())
    back = reverse("self_service:correct_field", args=[asked.source, asked.reference, asked.name])
    context = {
        "draft": draft,
        "proposed": in_words(asked.category, asked.proposed),
        "plan": plan,
        "also": AlsoForm(plan=plan),
        "change_url": f"{back}?change={draft.id}",
        **more,
    }
    return render(request, "self_service/corrections/check.html", context, status=status)
