"""At the top of the editor: what is still missing, where to mend it, and the way to review and sharing."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class ReviewPanel(Panel):
    def __init__(self, **kwargs: Any):
        super().__init__(**({"heading": _("Ready for review?")} | kwargs))

    class BoundPanel(Panel.BoundPanel):
        template_name = "privacy_policy/approval/panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk)

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            return super().get_context_data(parent_context) | {"review": self.instance.review, "page": self.instance}
