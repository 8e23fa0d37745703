from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Newsletter


class NewsletterViewSet(SnippetViewSet):
    model = Newsletter
    icon = "mail"
    menu_label = _("Newsletters")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["name", "frequency", "key", BooleanColumn("offered", label=_("Offered"))]
    search_fields = ["name", "description"]
    ordering = ["position", "name"]


register_snippet(NewsletterViewSet)
