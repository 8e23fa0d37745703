"""The report for legal and everybody else who may read versions, and the button that starts a new draft."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion

from .comparison import compare_all
from .export import as_csv
from .refresh import CannotStartDraft, start_drafts


class ReportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """`model` is what makes Wagtail ask for the permission: without it this view would be open to all staff."""

    model = PolicyVersion
    permission_required = "view"
    template_name = "privacy_policy/drift/report.html"
    page_title = gettext_lazy("Policy and practice")
    header_icon = "resubmit"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Overview")},
        {"url": "", "label": page_title},
    ]

    @cached_property
    def comparisons(self):
        return compare_all()

    def get(self, request, *args, **kwargs):
        if request.GET.get("export") == "csv":
            return spreadsheet(as_csv(self.comparisons))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "comparisons": self.comparisons,
            "total": sum(len(each.differences) for each in self.comparisons),
            "may_start": may_start(self.request.user),
        }


class StartDraftsView(View):
    """Whether it may happen, the verb asks; a GET never changes anything."""

    http_method_names = ["post"]

    def post(self, request):
        if not may_start(request.user):
            raise PermissionDenied
        try:
            pages = start_drafts(by=request.user, today=timezone.localdate())
        except CannotStartDraft as problem:
            messages.error(request, " ".join(problem.messages))
        else:
            tell(request, pages)
        return redirect("policy_drift:report")


def may_start(user) -> bool:
    """Whoever may edit every policy there is."""
    pages = PolicyPage.objects.filter(alias_of=None, versions__isnull=False).distinct()
    return bool(pages) and all(page.permissions_for_user(user).can_edit() for page in pages)


def tell(request, pages: list[PolicyPage]) -> None:
    buttons = [
        messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), page.locale.get_display_name())
        for page in pages
    ]
    text = _("A new draft is ready in every language. Say what has changed, and have it published.")
    messages.success(request, text, buttons=buttons)


def spreadsheet(text: str) -> HttpResponse:
    name = f"policy-and-practice-{timezone.localdate().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
