"""The privacy desk's panel on the admin's first page."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from privacy_portal.data_subjects import purging
from privacy_portal.rights_requests.models import RightsRequest

from .filters import CLOCK

SHOWN = ("overdue", "soon", "unassigned", "to_ask", "party_late", "open")
LATELY = timedelta(days=30)


class CasesPanel(Component):
    """How many cases are late, near their date, taken up by nobody, held up by others, and open in all; and how many
    requests went because nobody confirmed them (SECURITY V-14)."""

    name = "cases"
    order = 50
    template_name = "casework/panel.html"

    def get_context_data(self, parent_context):
        queue, today = reverse("casework:index"), timezone.localdate()
        counts = []
        for name in SHOWN:
            label, ask = CLOCK[name]
            counts.append({"label": label, "count": ask(RightsRequest.objects.all(), today).count(), "name": name})
        never_confirmed = purging.never_confirmed(timezone.now() - LATELY)
        return {"queue": queue, "counts": counts, "never_confirmed": never_confirmed, "days": LATELY.days}
