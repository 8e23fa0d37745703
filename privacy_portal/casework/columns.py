from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from .urgency import urgency_of


class DueColumn(Column):
    """The promised date, with what is left of it."""

    cell_template_name = "casework/due_cell.html"

    def __init__(self) -> None:
        super().__init__("due_on", label=_("Answer by"), sort_key="due_on")

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"case": instance, "urgency": urgency_of(instance, timezone.localdate())}
