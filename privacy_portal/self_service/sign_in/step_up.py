"""Proving once more who you are: a second proof for what only you may see, a fresh one for what cannot be undone."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from privacy_portal.data_subjects import actions, cookies
from privacy_portal.data_subjects.access import requires, safe_next
from privacy_portal.data_subjects.identifiers import primary_email
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.requests import SignedInRequest

from .forms import OrderForm
from .proofs import Proof, prove_with_order
from .views import send_code
from .ways import ways_of

PROBLEMS = {
    Proof.WRONG: _(
        "We do not know this order number with this postcode. Look in the mail with your tickets. "
        "You can try three times a day."
    ),
    Proof.TOO_OFTEN: _("You have tried three times today. Try again tomorrow, or choose another way below."),
    Proof.NOT_ASKED: _("We cannot look up orders right now. Try again in a quarter of an hour."),
}


@requires(Level.A1)
@require_http_methods(["GET", "HEAD", "POST"])
def step_up(request: SignedInRequest) -> HttpResponse:
    """At A1 a second proof is asked; from A2 a fresh one."""
    next_url = safe_next(request, request.GET.get("next", ""))
    if request.level is Level.A3:
        return HttpResponseRedirect(next_url or reverse("self_service:home"))
    if request.level is Level.A2:
        facts = {"email": primary_email(request.data_subject), "next_url": next_url}
        return render(request, "self_service/sign_in/step_up_again.html", facts)
    form, now = OrderForm(request.POST or None), timezone.now()
    if form.is_valid():
        proof = prove_with_order(request.data_subject, **form.cleaned_data, now=now)
        if proof is Proof.GIVEN:
            token = actions.step_up(request.customer_session, to=Level.A2, method="order-number")
            return lifted(token, next_url)
        form.add_error("order", PROBLEMS[proof])
    ways = ways_of(request.customer_session, next_url=next_url, now=now)
    return render(request, "self_service/sign_in/step_up.html", {"form": form, "ways": ways})


def lifted(token: str, next_url: str) -> HttpResponse:
    """On to what was asked for, under the new token of the session."""
    response = HttpResponseRedirect(next_url or reverse("self_service:home"))
    cookies.set_session(response, token)
    return response


@requires(Level.A1)
@require_POST
def by_mail(request: SignedInRequest) -> HttpResponse:
    """A new code to the same address; confirming it renews this session and keeps what it had. Who is
    signed in does not wait for others who ask."""
    email = primary_email(request.data_subject)
    if not email:
        return redirect("self_service:home")
    next_url = safe_next(request, request.POST.get("next", ""))
    return send_code(request, email=email, next_url=next_url, has_worked=True)
