"""Signing in without a password: an address, a mail, a code to type or a link to confirm.

The same pages serve people with an account at the ticket shop and people who bought as a guest."""

import json

from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from privacy_portal.data_subjects import actions, codes, cookies, proof_of_work, times
from privacy_portal.data_subjects.access import never_stored, safe_next
from privacy_portal.data_subjects.actions import Confirmation
from privacy_portal.data_subjects.client_address import client_address
from privacy_portal.data_subjects.confirming import refusal_of
from privacy_portal.data_subjects.models import EmailChallenge
from privacy_portal.data_subjects.requests import CustomerRequest

from .forms import CodeForm, EmailForm
from .messages import BUSY, OF_LINK, about_code


@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: CustomerRequest) -> HttpResponse:
    next_url = safe_next(request, request.GET.get("next", ""))
    if request.method != "POST" and request.data_subject:
        return redirect(next_url or "self_service:home")
    form, now = EmailForm(request.POST or None), timezone.now()
    is_busy = proof_of_work.is_asked(now=now)
    if form.is_valid():
        has_worked = is_busy and proof_of_work.is_done(request.POST.get("altcha", ""), now=now)
        if has_worked or not is_busy:
            return send_code(request, email=form.cleaned_data["email"], next_url=next_url, has_worked=has_worked)
        form.add_error(None, BUSY)
    return start(request, form, next_url=next_url, is_busy=is_busy)


def start(request: CustomerRequest, form: EmailForm, *, next_url: str, is_busy: bool) -> HttpResponse:
    """The first page; while very many ask for a code, with something for the browser to work out (SECURITY R-06)."""
    challenge = json.dumps(proof_of_work.ask(now=timezone.now())) if is_busy else ""
    facts = {"form": form, "next_url": next_url, "challenge": challenge}
    return render(request, "self_service/sign_in/start.html", facts)


def send_code(request: CustomerRequest, *, email: str, next_url: str, has_worked: bool = False) -> HttpResponse:
    """The answer is the same whoever the address belongs to, and whether or not a mail goes (SECURITY V-01)."""
    nonce = codes.new_token()
    actions.request_challenge(
        email=email,
        language=get_language() or "nl",
        nonce=nonce,
        previous_nonce=cookies.nonce_of(request),
        next_url=next_url,
        ip=client_address(request),
        has_worked=has_worked,
    )
    response = redirect("self_service:sign_in_code")
    cookies.set_nonce(response, nonce)
    return response


@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: CustomerRequest) -> HttpResponse:
    challenge = actions.challenge_of_browser(cookies.nonce_of(request))
    if challenge is None:
        return redirect("self_service:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        confirmation = actions.confirm_code(
            nonce=cookies.nonce_of(request),
            code=form.cleaned_data["code"],
            replacing=request.customer_session,
        )
        if confirmation.is_confirmed:
            return let_in(request, confirmation)
        form.add_error("code", about_code(confirmation))
    return render(request, "self_service/sign_in/code.html", {"form": form, **facts_of(challenge)})


def facts_of(challenge: EmailChallenge) -> dict:
    return {
        "email": challenge.email,
        "sent_at": challenge.created_at,
        "expires_at": challenge.expires_at,
        "minutes": int(times.CHALLENGE_LASTS.total_seconds() // 60),
    }


@never_stored
@require_POST
def resend(request: CustomerRequest) -> HttpResponse:
    challenge = actions.challenge_of_browser(cookies.nonce_of(request))
    if challenge is None:
        return redirect("self_service:sign_in")
    if proof_of_work.is_asked(now=timezone.now()):
        form = EmailForm(initial={"email": challenge.email})
        return start(request, form, next_url=challenge.next_url, is_busy=True)
    return send_code(request, email=challenge.email, next_url=challenge.next_url)


@never_stored
@require_safe
def link(request: CustomerRequest, token: str) -> HttpResponse:
    """What the mail points to. Changes nothing, so a scanner may open it as often as it likes; it only takes the
    token out of the address (SECURITY V-04, V-05)."""
    return cookies.keep_link(redirect("self_service:sign_in_confirm"), token)


@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: CustomerRequest) -> HttpResponse:
    """One button: a person presses it, a mail scanner does not."""
    token = cookies.link_of(request)
    challenge = actions.challenge_of_link(token)
    refusal = refusal_of(challenge, now=timezone.now())
    if request.method == "POST" and not refusal:
        confirmation = actions.confirm_link(token=token, replacing=request.customer_session)
        if confirmation.is_confirmed:
            return let_in(request, confirmation)
        refusal = confirmation.outcome
    facts = {"problem": OF_LINK[refusal]} if refusal else {"email": challenge.email if challenge else ""}
    return render(request, "self_service/sign_in/confirm.html", facts)


def let_in(request: CustomerRequest, confirmation: Confirmation) -> HttpResponse:
    """A new session in this browser, under a token it never saw before (SECURITY A-04)."""
    rotate_token(request)
    response = HttpResponseRedirect(safe_next(request, confirmation.next_url) or reverse("self_service:home"))
    cookies.set_session(response, confirmation.token)
    cookies.forget_challenge(response)
    return response


@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: CustomerRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "self_service/sign_in/sign_out.html")
    if request.customer_session:
        actions.sign_out(request.customer_session)
    response = redirect("self_service:signed_out")
    cookies.forget_session(response)
    # Not "cookies": that word would also clear those of the venue's other sites.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_stored
@require_GET
def signed_out(request: CustomerRequest) -> HttpResponse:
    return render(request, "self_service/sign_in/signed_out.html")
