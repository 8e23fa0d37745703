"""Newsletters, consents and objections: each a switch that saves at once, with a button for whoever has no script."""

from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from privacy_portal.consent.actions import set_choice, turn_all_off
from privacy_portal.consent.choices import NotSwitchable, UnknownChoice, choices
from privacy_portal.consent.enums import Method
from privacy_portal.consent.known import Known, known_for_page, known_so_far, unlisted_in
from privacy_portal.consent.queries import choices_of, history_of, state_of
from privacy_portal.data_subjects.access import requires, subject_actor
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.requests import SignedInRequest

from .forms import SwitchForm
from .rows import sections

# Where a session keeps the names of switches that only a source knows.
SEEN = "preferences_seen"


@requires(Level.A1)
@require_safe
def preferences(request: SignedInRequest) -> HttpResponse:
    language = get_language()
    known = known_for_page(request.customer_session, now=timezone.now())
    _remember(request, unlisted_in(known, choices(language)))
    states = choices_of(request.data_subject, language, known=known)
    context = {
        "sections": sections(states),
        "asking": known.asking,
        "something_on": any(state.is_switchable and (state.on or state.is_unsure) for state in states),
        "history": history_of(request.data_subject, language),
        "undo": request.customer_session.take("preference_undo"),
    }
    return render(request, "self_service/preferences/preferences.html", context)


@requires(Level.A1)
@require_POST
def save(request: SignedInRequest, key: str) -> HttpResponse:
    """A key nobody offers is a 404, a switch that does not exist a 400: pages of ours send neither."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    known = _known(request)
    try:
        _set(request, key, form.cleaned_data["on"], known)
    except UnknownChoice as error:
        raise Http404 from error
    except NotSwitchable:
        return HttpResponseBadRequest()
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"message": said(request, key, known)})
    _offer_undo(request, key, known)
    return redirect("self_service:preferences")


@requires(Level.A1)
@require_POST
def everything_off(request: SignedInRequest) -> HttpResponse:
    """What a system that is silent now sends besides, nobody can know yet; the next page asks it, and says so."""
    known = _known(request)
    records = turn_all_off(
        subject=request.data_subject,
        by=subject_actor(request),
        method=Method.PORTAL,
        language=get_language(),
        known=known,
    )
    words = ngettext("Saved: %(count)d choice turned off.", "Saved: %(count)d choices turned off.", len(records))
    notify(request, " ".join(filter(None, (words % {"count": len(records)}, _still_silent(known)))))
    return redirect("self_service:preferences")


def _set(request: SignedInRequest, key: str, on: bool, known: Known) -> None:
    set_choice(
        subject=request.data_subject,
        key=key,
        on=on,
        by=subject_actor(request),
        method=Method.PORTAL,
        language=get_language(),
        known=known,
    )


def _known(request: SignedInRequest) -> Known:
    """A choice waits for nobody: it is kept here at once, and the worker passes it on."""
    session = request.customer_session
    return known_so_far(session, now=timezone.now(), seen=session.get(SEEN))


def _remember(request: SignedInRequest, unlisted: dict[str, str]) -> None:
    """Which switches that nobody lists this session was shown: one that is pressed counts, also when its system is
    silent by then."""
    seen = request.customer_session.get(SEEN, {})
    if not unlisted.items() <= seen.items():
        request.customer_session.put(SEEN, {**seen, **unlisted})


def _still_silent(known: Known) -> str:
    if not known.silent:
        return ""
    return gettext(
        "We do not know yet whether %(names)s sends you anything else. If so, it shows here once it answers, and you "
        "can turn it off too."
    ) % {"names": ", ".join(known.silent)}


def said(request: SignedInRequest, key: str, known: Known) -> str:
    """What was saved, and to whom we are passing it on: true at the moment it is said."""
    state = state_of(request.data_subject, key, get_language(), known=known)
    words = {"choice": state.label}
    saved = (gettext("Saved: %(choice)s is on.") if state.on else gettext("Saved: %(choice)s is off.")) % words
    names = ", ".join(line.source for line in state.passings if line.is_pending)
    passed_on = gettext("We pass this on to: %(names)s.") % {"names": names}
    return f"{saved} {passed_on}" if names else saved


def _offer_undo(request: SignedInRequest, key: str, known: Known) -> None:
    """The page after this one says it and holds the button that undoes it."""
    state = state_of(request.data_subject, key, get_language(), known=known)
    undo = {"key": key, "on": not state.on, "text": said(request, key, known)}
    undo["possible"] = not (undo["on"] and state.only_off)
    request.customer_session.put("preference_undo", undo)
