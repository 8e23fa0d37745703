"""On the admin's first page: whether the policy still says what happens."""

from django.urls import reverse
from wagtail.admin.ui.components import Component

from .comparison import compare_all
from .difference import Severity


class DriftPanel(Component):
    name = "policy-drift"
    order = 60
    template_name = "privacy_policy/drift/panel.html"

    def get_context_data(self, parent_context):
        comparisons = compare_all()
        counts = [
            {"severity": severity, "count": sum(each.count(severity) for each in comparisons)} for severity in Severity
        ]
        return {
            "report": reverse("policy_drift:report"),
            "counts": counts,
            "total": sum(one["count"] for one in counts),
            "is_checked": bool(comparisons) and all(each.is_checked for each in comparisons),
        }
