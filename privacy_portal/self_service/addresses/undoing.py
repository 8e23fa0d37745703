"""“This was not me”, from the mail to the old address: the change is undone and all access stops, at once (V-11)."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from privacy_portal.data_subjects import cookies
from privacy_portal.data_subjects.access import never_stored
from privacy_portal.data_subjects.addresses.links import change_of
from privacy_portal.data_subjects.requests import CustomerRequest
from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests.addresses import undo_address_change
from privacy_portal.self_service.security.notifications import tell_desk
from privacy_portal.self_service.security.stopping import stopped


@never_stored
@require_safe
def link(request: CustomerRequest, token: str) -> HttpResponse:
    return cookies.keep_link(redirect("self_service:address_undo"), token)


@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: CustomerRequest) -> HttpResponse:
    """Opening the page does nothing; the button does. Pressed again it finds what it wanted."""
    change, now = change_of(cookies.link_of(request)), timezone.now()
    if change is not None and request.method == "POST":
        with transaction.atomic():
            if undo_address_change(change, by=Actor.visitor(), now=now):
                tell_desk(change.subject, now=now)
        return stopped()
    return render(request, "self_service/addresses/undo.html", {"is_known": change is not None})
