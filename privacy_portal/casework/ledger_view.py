"""The ledger, to read: for the data protection officer and the auditor. Nobody changes it here or anywhere."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from privacy_portal.evidence.models import LedgerEntry

from .exporting import SafeExportMixin


class LedgerListView(SafeExportMixin, generic.IndexView):
    any_permission_required = ["view"]
    page_title = _("Ledger")
    default_ordering = "-seq"


class LedgerViewSet(ModelViewSet):
    name = "ledger"
    url_prefix = "logboek"
    model = LedgerEntry
    icon = "list-ol"
    menu_label = _("Ledger")
    menu_order = 20
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = LedgerListView
    form_fields = ["event"]
    list_filter = ["event", "actor_kind"]
    search_fields = ["target"]
    search_backend_name = None
    list_per_page = 100
    list_display = [
        Column("seq", label=_("Number"), sort_key="seq"),
        DateColumn("at", label=_("When")),
        Column("event", label=_("Event")),
        Column("get_actor_kind_display", label=_("By whom")),
        Column("actor_level", label=_("Certainty")),
        Column("target", label=_("Concerns")),
        Column("hash", label=_("Hash")),
    ]
    list_export = ["seq", "at", "event", "actor_kind", "actor_level", "target", "facts_json", "prev_hash", "hash"]
    export_filename = "ledger"
