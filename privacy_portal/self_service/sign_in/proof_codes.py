"""A second proof by a code that came another way: to another mailbox, from the box office, in a letter.

Each page says what is asked and why; an identity document is never asked (SECURITY V-07, V-08)."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from privacy_portal.data_subjects.access import requires, safe_next, subject_actor
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.masking import masked_email
from privacy_portal.data_subjects.models import ProofCode
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.proofs import actions
from privacy_portal.data_subjects.proofs.channels import other_addresses
from privacy_portal.data_subjects.proofs.kinds import RULES, ProofKind
from privacy_portal.data_subjects.requests import SignedInRequest

from .forms import ProofForm
from .messages import about_proof
from .step_up import lifted
from .ways import ways_of, with_next


@requires(Level.A1)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: SignedInRequest) -> HttpResponse:
    return typed(request, ProofKind.DESK, "self_service/sign_in/proof_desk.html")


@requires(Level.A1)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: SignedInRequest) -> HttpResponse:
    asked = ProofCode.objects.filter(subject=request.data_subject).asked().first()
    on_its_way = actions.outstanding(request.customer_session, ProofKind.LETTER, now=timezone.now()).first()
    facts = {"asked": asked, "on_its_way": on_its_way}
    return typed(request, ProofKind.LETTER, "self_service/sign_in/proof_letter.html", **facts)


@requires(Level.A1)
@require_POST
def ask_letter(request: SignedInRequest) -> HttpResponse:
    try:
        actions.ask_letter(request.data_subject, by=subject_actor(request))
        notify(request, gettext("We send you a letter with a code. Come back to this page when you have it."))
    except actions.TooOften:
        notify(request, gettext("You asked for two letters this month already. Choose another way below."))
    return HttpResponseRedirect(with_next("proof_letter", next_of(request)))


@requires(Level.A1)
@require_http_methods(["GET", "HEAD", "POST"])
def other_address(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    known = [(row.pk, masked_email(row.value)) for row in other_addresses(request.customer_session, now=now)]
    sent = actions.outstanding(request.customer_session, ProofKind.SECOND_ADDRESS, now=now).first()
    facts = {"addresses": known, "sent": sent}
    return typed(request, ProofKind.SECOND_ADDRESS, "self_service/sign_in/proof_address.html", **facts)


@requires(Level.A1)
@require_POST
def send_other(request: SignedInRequest) -> HttpResponse:
    """Only to an address of this person; without a choice to the first one."""
    now, session = timezone.now(), request.customer_session
    addresses = {str(row.pk): row for row in other_addresses(session, now=now)}
    address = addresses.get(request.POST.get("address", "")) or next(iter(addresses.values()), None)
    if address is not None:
        send_to(request, address, now=now)
    return HttpResponseRedirect(with_next("proof_address", next_of(request)))


def send_to(request: SignedInRequest, address: Any, *, now: Any) -> None:
    try:
        actions.send_to_address(request.customer_session, address, language=get_language() or "nl", now=now)
        notify(request, gettext("We sent a code to %(address)s.") % {"address": masked_email(address.value)})
    except actions.TooOften:
        notify(request, gettext("We sent three codes already. Try again in a quarter of an hour."))


def typed(request: SignedInRequest, kind: ProofKind, template: str, **facts: Any) -> HttpResponse:
    """The page of one way, with the field for its code. Who has proved more already goes on."""
    next_url = next_of(request)
    if request.level >= Level.A2:
        return HttpResponseRedirect(next_url or reverse("self_service:home"))
    form = ProofForm(request.POST or None, kind=kind)
    if form.is_valid():
        proven = actions.confirm(request.customer_session, kind=kind, code=form.cleaned_data["code"])
        if proven.is_confirmed:
            return lifted(proven.token, next_url)
        form.add_error("code", about_proof(proven))
    ways = ways_of(request.customer_session, next_url=next_url, now=timezone.now(), but=kind)
    order = with_next("step_up", next_url)
    rule = RULES[kind]
    facts |= {
        "form": form,
        "ways": ways,
        "order_url": order,
        "next_url": next_url,
        "days": rule.lasts.days,
        "kind": kind,
    }
    return render(request, template, facts)


def next_of(request: SignedInRequest) -> str:
    return safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))
