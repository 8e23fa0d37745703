"""The screen from which all languages are published together, and the upload of a translator's file."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Revision
from wagtail_localize.models import Translation

from privacy_portal.privacy_policy.actions import CannotFreeze
from privacy_portal.privacy_policy.models import PolicyPage

from . import prevailing_language, translator_files
from .forms import ReleaseForm
from .keeping_up import Progress, progress_of
from .release import draft_of, handwritten_pages, release, send_to_translators, translations_of
from .writing import existing_page


@dataclass(frozen=True)
class Language:
    """One line of the screen."""

    name: str
    edit_url: str
    progress: Progress | None
    is_ready: bool


class ReleaseAllLanguages(TemplateView):
    template_name = "privacy_policy/languages/release.html"

    def setup(self, request: HttpRequest, *args: Any, page_id: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.policy_page = get_object_or_404(
            PolicyPage, pk=page_id, alias_of=None, locale__language_code=prevailing_language()
        )
        permissions = self.policy_page.permissions_for_user(request.user)
        self.may_publish = permissions.can_publish()
        if not permissions.can_edit():
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.policy_page
        context = {
            "page": page,
            "page_title": _("Publish all languages"),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "draft": draft_of(page),
            "may_publish": self.may_publish,
            "languages": languages_of(page),
            "form": ReleaseForm(),
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "send" in request.POST:
            return self.send(request)
        if not self.may_publish:
            raise PermissionDenied
        form = ReleaseForm(request.POST)
        if form.is_valid() and self.publish(form):
            return redirect("wagtailadmin_explore", self.policy_page.get_parent().pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def send(self, request: HttpRequest) -> HttpResponse:
        send_to_translators(self.policy_page)
        flash.success(request, _("The translators now see this draft. What they translated before was kept."))
        return redirect(request.path)

    def publish(self, form: ReleaseForm) -> bool:
        at = form.cleaned_data["go_live_at"]
        try:
            release(self.policy_page, by=self.request.user, at=at, now=timezone.now())
        except CannotFreeze as refused:
            in_the_form(form, refused)
            return False
        told = _("All languages are scheduled for the same moment.") if at else _("All languages are published.")
        flash.success(self.request, told)
        return True


def in_the_form(form: ReleaseForm, refused: CannotFreeze) -> None:
    by_field = refused.message_dict if hasattr(refused, "error_dict") else {None: refused.messages}
    for field, messages in by_field.items():
        for message in messages:
            form.add_error(field if field in form.fields else None, message)


def languages_of(page: PolicyPage) -> list[Language]:
    draft = draft_of(page)
    by_piece = [piece_by_piece(translation, draft) for translation in translations_of(page)]
    return by_piece + [by_hand(other) for other in handwritten_pages(page)]


def piece_by_piece(translation: Translation, draft: Revision | None) -> Language:
    """All pieces of an older text may be translated; ready it is when the translators have this draft."""
    page, progress = existing_page(translation), progress_of(translation)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else ""
    was_sent = draft is None or translation.source.last_updated_at >= draft.created_at
    return Language(translation.target_locale.get_display_name(), url, progress, progress.is_complete and was_sent)


def by_hand(page: PolicyPage) -> Language:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return Language(page.locale.get_display_name(), url, None, draft_of(page) is not None)


@require_POST
def upload_translations(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Stands before localize's own upload, which says “success” about files it ignored or half understood."""
    translation = get_object_or_404(Translation, pk=translation_id)
    if not translator_files.may_translate(request.user, translation.get_target_instance()):
        raise PermissionDenied
    try:
        taken = translator_files.take(translation, request.FILES.get("file"), by=request.user)
    except translator_files.CannotRead as refused:
        for problem in refused.messages:
            flash.error(request, problem)
    else:
        tell = flash.warning if taken.has_remarks else flash.success
        for sentence in taken.sentences():
            tell(request, sentence)
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))
