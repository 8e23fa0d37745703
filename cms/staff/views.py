"""How staff come in: password, second step, and the page where the second step is set up the first time."""

from typing import Any
from uuid import UUID

import segno
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from privacy_portal.evidence.actors import Actor

from . import actions, ending, passwords, pending, sessions
from .directory.configuration import configuration as directory
from .directory.views import way_in
from .forms import EnrolForm, PasswordForm, TokenForm, wrong_code
from .models import DirectoryAccount, StaffSession, User
from .pages import go_to, next_page, staff_page
from .passkeys.devices import passkeys_of
from .passkeys.views import configuration
from .requests import StaffRequest
from .stepping_up import steps_up


@staff_page
@sensitive_post_parameters("password")
def login(request: StaffRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _password_given(request, form)
        if answer:
            return answer
    context = {"form": form, "next": next_page(request), "directory": way_in()}
    return render(request, "staff/login.html", context)


def _password_given(request: StaffRequest, form: PasswordForm) -> HttpResponse | None:
    now = timezone.now()
    try:
        user = passwords.check(request, **form.cleaned_data, now=now)
    except passwords.TooManyTries:
        form.add_error(None, _("Too many wrong passwords. Wait a quarter of an hour and try again."))
        return None
    if user is None:
        actions.fail_password(now=now)
        form.add_error(None, _("This e-mail address and password do not belong together."))
        return None
    pending.remember(request, user, now=now)
    step = "staff:enrol" if actions.needs_enrolment(user) else "staff:verify"
    return go_to(step, request)


@staff_page
def verify(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    user = pending.user_of(request, now=now)
    if user is None or actions.needs_enrolment(user):
        return go_to("staff:login", request)
    form = TokenForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if actions.sign_in(request, user, device_id=given["device"], token=given["token"], now=now):
            pending.forget(request)
            return redirect(next_page(request))
        wrong_code(form)
    context = {
        "form": form,
        "next": next_page(request),
        "first_step": pending.first_step(request),
        "configuration": configuration(request) if passkeys_of(user).exists() else {},
    }
    return render(request, "staff/verify.html", context)


@staff_page
def enrol(request: StaffRequest) -> HttpResponse:
    """Reached by a password given just now, and only until an app is set up (A-01)."""
    now = timezone.now()
    user = pending.user_of(request, now=now)
    if user is None or not actions.needs_enrolment(user):
        return go_to("staff:login", request)
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = actions.enrol(request, user, token=form.cleaned_data["token"], now=now)
        if codes:
            pending.forget(request)
            return render(request, "staff/codes.html", {"codes": codes, "next": next_page(request)})
        wrong_code(form)
    device = actions.device_to_enrol(user)
    picture = segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=3, dark="#1b2625", light="#ffffff")
    return render(
        request, "staff/enrol.html", {"form": form, "device": device, "picture": picture, "next": next_page(request)}
    )


@staff_page
@require_POST
def logout(request: StaffRequest) -> HttpResponse:
    actions.sign_out(request, now=timezone.now())
    response = redirect("staff:login")
    # Not "cookies": a customer signed in on the same browser stays so; our own session is gone already.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@method_decorator(staff_page, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class Accept(PasswordResetConfirmView):
    """An invitation: the token moves from the address into the session before anything is shown."""

    template_name = "staff/accept.html"
    success_url = reverse_lazy("staff:enrol")
    post_reset_login = False

    request: StaffRequest
    user: User

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """V-05: an address with a token is never told to anyone. The form's own address has none; under no-referrer a
        browser would post it without its origin, and be refused."""
        response = super().dispatch(*args, **kwargs)
        if kwargs["token"] != self.reset_url_token:
            response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        pending.remember(self.request, self.user, now=timezone.now())
        return response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Drawn at once, in the language that holds only while the view runs."""
        return render(self.request, self.template_name, context)


@staff_page
def security(request: StaffRequest) -> HttpResponse:
    """One's own second step and sessions. The gate has let only verified staff through."""
    form = TokenForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and steps_up(request, form):
        codes = actions.make_recovery_codes(request.user, now=timezone.now())
        return render(request, "staff/codes.html", {"codes": codes, "next": reverse("staff:security")})
    context = {
        "form": form,
        "passkeys": passkeys_of(request.user),
        "directory": directory() or DirectoryAccount.objects.filter(user=request.user).exists(),
        "codes_left": sum(device.codes.count() for device in request.user.recoverydevice_set.all()),
        "sessions": StaffSession.objects.alive(timezone.now()).filter(user=request.user),
        "current_session": request.session.get(sessions.SESSION_KEY),
    }
    return render(request, "staff/security.html", context)


@staff_page
@require_POST
def end_sessions(request: StaffRequest) -> HttpResponse:
    """All others, or the one named."""
    mine, named = request.session.get(sessions.SESSION_KEY), _named_session(request)
    ending.end_sessions(request.user, by=Actor.staff(request.user), only=named, but=mine, now=timezone.now())
    return redirect("staff:security")


@staff_page
@permission_required("staff.change_user", raise_exception=True)
def everybody(request: StaffRequest) -> HttpResponse:
    """Who is signed in now, for an administrator, who can end that of a colleague (A-05)."""
    now = timezone.now()
    if request.method == "POST":
        colleague = get_object_or_404(User, sessions__id=_named_session(request))
        ending.end_sessions(colleague, by=Actor.staff(request.user), now=now)
        return redirect("staff:everybody")
    found = StaffSession.objects.alive(now).select_related("user")
    return render(request, "staff/everybody.html", {"sessions": found})


def _named_session(request: StaffRequest) -> str | None:
    """What is no number of a session is nobody's."""
    try:
        return str(UUID(request.POST["session"])) if "session" in request.POST else None
    except ValueError:
        raise Http404 from None
