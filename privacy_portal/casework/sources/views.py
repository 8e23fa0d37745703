"""The list of sources, the form for one, the button that tries one out, and the report on coverage. `model` is what
makes Wagtail ask for the permission."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from privacy_portal.data_sources.assignments import assignment_of
from privacy_portal.data_sources.configuring import decide
from privacy_portal.data_sources.contract import Source
from privacy_portal.data_sources.coverage import coverage
from privacy_portal.data_sources.models import SourceSetting
from privacy_portal.data_sources.registry import source
from privacy_portal.data_sources.testing import try_out
from privacy_portal.evidence.actors import Actor

from .forms import SourceForm
from .rows import rows

LIST = "sources:list"
HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": _("Overview")}


def may(user, action: str) -> bool:
    return policy_registry.get_by_type(SourceSetting).user_has_permission(user, action)


def language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def source_or_404(key: str) -> Source:
    try:
        return source(key)
    except KeyError:
        raise Http404 from None


class ListView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = SourceSetting
    permission_required = "view"
    template_name = "casework/sources/list.html"
    page_title = _("Sources")
    header_icon = "link"
    breadcrumbs_items = [HOME, {"url": "", "label": page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = rows(now=timezone.now(), language=language())
        return super().get_context_data(**kwargs) | {"rows": found, "may_change": may(self.request.user, "change")}


class EditView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    model = SourceSetting
    permission_required = "change"
    form_class = SourceForm
    template_name = "casework/sources/edit.html"
    header_icon = "link"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.source = source_or_404(kwargs["key"])

    def get_page_title(self) -> str:
        return str(self.source.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [HOME, {"url": reverse_lazy(LIST), "label": _("Sources")}, {"url": "", "label": self.source.label}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"assignment": assignment_of(self.source), "language": language()}

    def form_valid(self, form: SourceForm) -> HttpResponse:
        decide(self.source, by=Actor.staff(self.request.user), now=timezone.now(), **form.cleaned_data)
        messages.success(self.request, gettext("“%(source)s” is saved.") % {"source": self.source.label})
        return redirect(LIST)


class TestView(PermissionCheckedMixin, View):
    """The result is told once, above the list; nothing of it is kept but a line in the ledger."""

    model = SourceSetting
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        tried = source_or_404(key)
        if not tried.capabilities:
            raise Http404
        result = try_out(tried, by=Actor.staff(request.user), now=timezone.now())
        words = gettext("%(source)s: %(result)s (%(seconds)s s)") % {
            "source": tried.label,
            "result": result.verdict.label,
            "seconds": f"{result.seconds:.1f}",
        }
        (messages.success if result.verdict.is_good else messages.error)(request, words)
        return redirect(LIST)


class CoverageView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = SourceSetting
    permission_required = "view"
    template_name = "casework/sources/coverage.html"
    page_title = _("Data categories and sources")
    header_icon = "list-ul"
    breadcrumbs_items = [HOME, {"url": "", "label": page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"coverage": coverage(language())}
