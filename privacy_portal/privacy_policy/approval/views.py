"""The page for reviewers and sharers in the admin, and the draft as an outsider reads it."""

from typing import Any

from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from privacy_portal.privacy_policy import views as public
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion

from .actions import LETTING_GO, Refused, let_pass
from .forms import LetPassForm
from .review import Review
from .sharing import CannotShow, lifetime, open_link, share


class PolicyCheck(TemplateView):
    """What is missing, who may approve, and a link for somebody without a login."""

    template_name = "privacy_policy/approval/check.html"

    def setup(self, request: HttpRequest, *args: Any, page_id: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        page = get_object_or_404(PolicyPage, pk=page_id, alias_of=None)
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.review = Review(page)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = LetPassForm(initial={"seen": self.review.fingerprint})
        return super().get_context_data(
            **{
                "review": self.review,
                "page": self.review.page,
                "page_title": _("Check, review and share"),
                "may_let_pass": self.request.user.has_perm(LETTING_GO),
                "form": form,
                "days": lifetime().days,
            }
            | kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "share" in request.POST:
            return self.render_to_response(self.get_context_data(link=share(self.review, by=request.user)))
        return self.decide(request)

    def decide(self, request: HttpRequest) -> HttpResponse:
        form = LetPassForm(request.POST)
        if not form.is_valid() and not form.errors.get("seen"):
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            let_pass(self.review, by=request.user, sent=request.POST.dict())
        except Refused as refused:
            for message in refused.messages:
                flash.error(request, message)
        else:
            flash.success(request, _("This text may now be handed in. Any change of it asks for a new decision."))
        return redirect(self.review.check_url)


@require_safe
@cache_control(private=True, no_store=True)
def shared_draft(request: public.PolicyRequest, link: str) -> HttpResponse:
    """Read only, for whoever has the link; the search engine stays out and the address stays here."""
    try:
        shared = open_link(link, now=timezone.now())
    except CannotShow as refused:
        return alone(render(request, "privacy_policy/approval/no_draft.html", {"why": refused.why}, status=404))
    published = PolicyVersion.objects.filter(revision=shared.revision).first()
    if published:
        return alone(redirect(published.get_absolute_url()))
    draft = shared.revision.as_object()
    with translation.override(draft.language_code):
        request.alternate_urls = {}
        context = public.draft_context(draft, public.Edition.of(draft)) | {"problems": [], "shared_until": shared.until}
        return alone(render(request, "privacy_policy/policy_page.html", context))


def alone(response: HttpResponse) -> HttpResponse:
    """Art. 5(1)(f) for a text that is not public yet: not found, not passed on."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
