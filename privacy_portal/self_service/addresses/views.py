"""Another e-mail address: changing the one to sign in with, or joining a second one. Asked at A3, proven by a code or a
link in the session that asked (SECURITY V-03, V-04, V-11)."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from privacy_portal.data_subjects import cookies, sessions
from privacy_portal.data_subjects.access import never_stored, requires, subject_actor
from privacy_portal.data_subjects.addresses import proving
from privacy_portal.data_subjects.addresses.changing import AddressRefused
from privacy_portal.data_subjects.addresses.enums import Purpose, Refusal
from privacy_portal.data_subjects.addresses.proving import Proven
from privacy_portal.data_subjects.client_address import client_address
from privacy_portal.data_subjects.enums import Outcome
from privacy_portal.data_subjects.identifiers import emails_of
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.requests import CustomerRequest, SignedInRequest
from privacy_portal.rights_requests.addresses import change_address, join_address
from privacy_portal.self_service.sign_in.forms import CodeForm

from .forms import NewAddressForm
from .words import REFUSED, about_code, about_link

GET_OR_POST = ["GET", "HEAD", "POST"]


@requires(Level.A3)
@require_http_methods(GET_OR_POST)
def change(request: SignedInRequest) -> HttpResponse:
    return _ask(request, Purpose.CHANGE)


@requires(Level.A3)
@require_http_methods(GET_OR_POST)
def join(request: SignedInRequest) -> HttpResponse:
    return _ask(request, Purpose.JOIN)


def _ask(request: SignedInRequest, purpose: Purpose) -> HttpResponse:
    """The answer is the same whoever the address belongs to, and whether or not a mail goes (SECURITY V-01)."""
    own = emails_of(request.data_subject)
    form = NewAddressForm(request.POST if request.method == "POST" else None, own=own)
    if form.is_valid():
        _send(request, form.cleaned_data["email"], purpose)
        return redirect("self_service:address_prove")
    context = {"form": form, "is_change": purpose == Purpose.CHANGE, "own": own}
    return render(request, "self_service/addresses/ask.html", context)


def _send(request: SignedInRequest, email: str, purpose: Purpose) -> None:
    proving.ask_proof(
        request.customer_session,
        email=email,
        purpose=purpose,
        language=get_language() or "nl",
        by=subject_actor(request),
        now=timezone.now(),
        ip=client_address(request),
    )


@requires(Level.A3)
@require_http_methods(GET_OR_POST)
def prove(request: SignedInRequest) -> HttpResponse:
    """The code from the mail; or, asked for by its button, a new one."""
    proof = proving.proof_of(request.customer_session)
    if proof is None:
        return redirect("self_service:security")
    if request.method == "POST" and "again" in request.POST:
        _send(request, proof.email, Purpose(proof.purpose))
        return redirect("self_service:address_prove")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        proven = proving.try_code(request.customer_session, code=form.cleaned_data["code"], now=timezone.now())
        if proven.outcome is Outcome.CONFIRMED:
            return _use(request, proven)
        form.add_error("code", about_code(proven))
    context = {"form": form, "proof": proof, "is_change": proof.purpose == Purpose.CHANGE}
    return render(request, "self_service/addresses/prove.html", context)


@never_stored
@require_safe
def link(request: CustomerRequest, token: str) -> HttpResponse:
    """Changes nothing; takes the token out of the address (SECURITY V-05), also for who is not signed in here and has
    to do that first, so that it is in no `next` either."""
    return cookies.keep_link(redirect("self_service:address_confirm"), token)


@requires(Level.A3)
@require_http_methods(GET_OR_POST)
def confirm(request: SignedInRequest) -> HttpResponse:
    """One button: a person presses it, a mail scanner does not."""
    token, now = cookies.link_of(request), timezone.now()
    proof = proving.proof_of(request.customer_session)
    if not proving.is_link_of(proof, token):
        return _link_failed(request, Proven(Outcome.UNKNOWN))
    if request.method == "POST":
        proven = proving.try_link(request.customer_session, token=token, now=now)
        return _use(request, proven) if proven.outcome is Outcome.CONFIRMED else _link_failed(request, proven)
    refusal = proving.refusal_of(proof, now=now)
    if proof is None or refusal:
        return _link_failed(request, Proven(refusal or Outcome.UNKNOWN))
    context = {"proof": proof, "is_change": proof.purpose == Purpose.CHANGE}
    return render(request, "self_service/addresses/confirm.html", context)


def _link_failed(request: SignedInRequest, proven: Proven) -> HttpResponse:
    return render(request, "self_service/addresses/confirm.html", {"problem": about_link(proven)})


def _use(request: SignedInRequest, proven: Proven) -> HttpResponse:
    """A refusal is told on a page of its own, with the way to the desk."""
    if proven.proof is None:
        raise Http404
    verb, to = VERBS[Purpose(proven.proof.purpose)], proven.proof.email
    by, now = subject_actor(request), timezone.now()
    try:
        verb(request.customer_session, to=to, language=get_language() or "nl", by=by, now=now)
    except AddressRefused as refused:
        context = {"problem": REFUSED[refused.reason], "may_join": refused.reason is Refusal.TAKEN}
        return render(request, "self_service/addresses/refused.html", context, status=409)
    notify(request, str(DONE[Purpose(proven.proof.purpose)]))
    response = redirect("self_service:security")
    # What was possible with the old token is over: the address is what the session stands on.
    cookies.set_session(response, sessions.renew_token(request.customer_session))
    cookies.forget_challenge(response)
    return response


VERBS = {Purpose.CHANGE: change_address, Purpose.JOIN: join_address}
DONE = {
    Purpose.CHANGE: _(
        "From now on you sign in with your new address. We also bring it to every system that has the old one; you get "
        "a mail about that. You are signed out everywhere else."
    ),
    Purpose.JOIN: _("The address is joined. You can now look at the data of both, one beside the other."),
}
