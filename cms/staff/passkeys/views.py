"""Register, sign in with, name and remove a passkey. The two ceremonies speak JSON with the library's own script."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.i18n import JavaScriptCatalog
from django_otp_webauthn import views as library
from django_otp_webauthn.exceptions import NotVerified, OTPWebAuthnApiError
from django_otp_webauthn.models import WebAuthnCredential

from cms.staff import actions as staff
from cms.staff import pending
from cms.staff.forms import TokenForm
from cms.staff.models import User
from cms.staff.pages import next_page, staff_page
from cms.staff.requests import StaffRequest
from cms.staff.stepping_up import steps_up

from . import actions, challenges
from .devices import passkeys_of, usable_here
from .forms import AddForm, NameForm

MAY_ADD, LASTS = "staff_passkey_may_be_added", timedelta(minutes=5)


def configuration(request: HttpRequest) -> dict[str, Any]:
    """What the library's script wants to know; empty where no passkey can work."""
    if not usable_here(request):
        return {}
    return {
        "autocompleteLoginFieldSelector": None,
        "nextFieldSelector": "input[name='next']",
        "csrfToken": get_token(request),
        "beginAuthenticationUrl": reverse("staff:passkey_ask"),
        "completeAuthenticationUrl": reverse("staff:passkey_answer"),
        "beginRegistrationUrl": reverse("staff:passkey_register"),
        "completeRegistrationUrl": reverse("staff:passkey_registered"),
    }


# --- Signing in: the password was given just now.


class _AfterPassword:
    request: StaffRequest

    def get_user(self) -> User | None:
        """None ends it: signing in with a passkey alone is turned off."""
        return pending.user_of(self.request, now=timezone.now())


@method_decorator(staff_page, name="dispatch")
class Ask(_AfterPassword, library.BeginCredentialAuthenticationView):
    http_method_names = ["post"]


@method_decorator(staff_page, name="dispatch")
class Answer(_AfterPassword, library.CompleteCredentialAuthenticationView):
    http_method_names = ["post"]

    def get_state(self) -> dict[str, Any]:
        return challenges.take(self.request, "otp_webauthn_authentication_state")

    def complete_auth(self, device: WebAuthnCredential) -> None:
        staff.sign_in_with_passkey(self.request, device, now=timezone.now())
        pending.forget(self.request)

    def get_success_url(self) -> str:
        return next_page(self.request)

    def handle_exception(self, exc: Exception) -> HttpResponse:
        user = self.get_user()
        if user is not None and isinstance(exc, OTPWebAuthnApiError):
            staff.fail_token(user, now=timezone.now())
        return super().handle_exception(_tidied(exc))


# --- Registering: a verified member of staff, who gave a code a moment ago.


class _AfterCode:
    request: StaffRequest

    def check_can_register(self) -> None:
        if not _name_to_add(self.request, timezone.now()):
            raise NotVerified()


@method_decorator(staff_page, name="dispatch")
class Register(_AfterCode, library.BeginCredentialRegistrationView):
    http_method_names = ["post"]


@method_decorator(staff_page, name="dispatch")
class Registered(_AfterCode, library.CompleteCredentialRegistrationView):
    http_method_names = ["post"]

    def get_state(self) -> dict[str, Any]:
        return challenges.take(self.request, "otp_webauthn_register_state")

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        name = _name_to_add(self.request, timezone.now())
        response: JsonResponse = super().post(*args, **kwargs)
        passkey = WebAuthnCredential.objects.get(pk=json.loads(response.content)["id"], user=self.request.user)
        actions.added(passkey, name=name, now=timezone.now())
        del self.request.session[MAY_ADD]
        return response

    def handle_exception(self, exc: Exception) -> HttpResponse:
        return super().handle_exception(_tidied(exc))


def _tidied(exc: Exception) -> Exception:
    """Whatever a client makes of its answer is the client's fault, not an error of ours (ASVS 16.5.1)."""
    return SuspiciousOperation("malformed answer") if isinstance(exc, TypeError | KeyError | AttributeError) else exc


def _name_to_add(request: StaffRequest, now: datetime) -> str:
    """The name given with the code, for five minutes."""
    held = request.session.get(MAY_ADD)
    return held["name"] if held and datetime.fromisoformat(held["at"]) > now - LASTS else ""


# --- Pages.


@staff_page
def add(request: StaffRequest) -> HttpResponse:
    """First a name and a code, then the button."""
    form = AddForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and steps_up(request, form):
        request.session[MAY_ADD] = {"name": form.cleaned_data["name"], "at": timezone.now().isoformat()}
        return redirect("staff:passkey_add")
    name = _name_to_add(request, timezone.now())
    context = {"form": form, "name": name, "configuration": configuration(request)}
    return render(request, "staff/passkey_add.html", context)


@staff_page
def passkey(request: StaffRequest, pk: int) -> HttpResponse:
    """One's own passkey: another name, or away with it."""
    mine = get_object_or_404(passkeys_of(request.user), pk=pk)
    naming = NameForm(request.POST if "rename" in request.POST else None, initial={"name": mine.name}, prefix="rename")
    removing = TokenForm(request.user, request.POST if "remove" in request.POST else None, prefix="remove")
    if naming.is_bound and naming.is_valid():
        actions.rename(mine, naming.cleaned_data["name"])
        return redirect("staff:security")
    if removing.is_bound and removing.is_valid() and steps_up(request, removing):
        try:
            actions.remove(mine, now=timezone.now())
            return redirect("staff:security")
        except actions.LastFactor as refusal:
            removing.add_error(None, refusal)
    return render(request, "staff/passkey.html", {"passkey": mine, "naming": naming, "removing": removing})


@method_decorator(staff_page, name="dispatch")
class Words(JavaScriptCatalog):
    """What the library's script says, in the language of the page it runs on."""

    packages = ["django_otp_webauthn"]
