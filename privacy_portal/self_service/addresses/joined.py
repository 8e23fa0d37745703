"""Going from the records of one joined address to those of the other, and taking the two apart again."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from privacy_portal.data_subjects import cookies
from privacy_portal.data_subjects.access import requires, subject_actor
from privacy_portal.data_subjects.addresses import joining
from privacy_portal.data_subjects.identifiers import primary_email
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.requests import SignedInRequest


def _joined(request: SignedInRequest, subject_id: UUID) -> DataSubject:
    """Somebody who is not joined and somebody who does not exist are the same 404 (SECURITY A-08)."""
    for other in joining.joined_with(request.data_subject):
        if other.pk == subject_id:
            return other
    raise Http404


@requires(Level.A1)
@require_POST
def switch(request: SignedInRequest, subject_id: UUID) -> HttpResponse:
    """A session of its own: what one sees is always one set of records."""
    other = _joined(request, subject_id)
    begun = joining.switch(request.customer_session, other, now=timezone.now())
    if begun is None:
        notify(request, _("This address cannot be opened now. Write to us, and we help you."))
        return redirect("self_service:security")
    session, token = begun
    session.put("notices", [_("You now look at the records of %(email)s.") % {"email": primary_email(other)}])
    rotate_token(request)
    response = redirect("self_service:data")
    cookies.set_session(response, token)
    return response


@requires(Level.A1)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: SignedInRequest, subject_id: UUID) -> HttpResponse:
    """Less access, not more, so it asks for no second proof; both addresses are told."""
    other = _joined(request, subject_id)
    if request.method != "POST":
        return render(request, "self_service/addresses/part.html", {"email": primary_email(other)})
    joining.part(request.data_subject, other, by=subject_actor(request), now=timezone.now())
    notify(request, _("The addresses are taken apart. Each opens its own records only."))
    return redirect("self_service:security")
