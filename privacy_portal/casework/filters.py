import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.by_hand.enums import TaskState
from privacy_portal.rights_requests.enums import Status
from privacy_portal.rights_requests.models import HandTask, RightsRequest
from privacy_portal.rights_requests.on_behalf.enums import Check


def of_tasks(cases: QuerySet, tasks: QuerySet) -> QuerySet:
    return cases.filter(pk__in=tasks.values("rights_request"))


# What the clock says, as the queue's own questions.
CLOCK = {
    "open": (_("Open"), lambda cases, today: cases.open()),
    "overdue": (_("Late"), lambda cases, today: cases.overdue(today)),
    "soon": (_("Due within seven days"), lambda cases, today: cases.due_soon(today)),
    "to_ask": (
        _("An organisation is still to be asked"),
        lambda cases, today: of_tasks(cases, HandTask.objects.pending().filter(state=TaskState.TO_ASK)),
    ),
    "party_late": (
        _("An organisation is late with its answer"),
        lambda cases, today: of_tasks(cases, HandTask.objects.overdue(today)),
    ),
    "for_others": (
        _("Asked for somebody else, and not checked yet"),
        lambda cases, today: cases.open().filter(delegation__check_state=Check.WAITING, delegation__objected_at=None),
    ),
    "unassigned": (_("Taken up by nobody"), lambda cases, today: cases.unassigned()),
}


def workers(request) -> QuerySet:
    """Staff who have a case, not everyone who may log in."""
    return get_user_model().objects.filter(pk__in=RightsRequest.objects.values("assigned_to"))


class CaseFilterSet(WagtailFilterSet):
    clock = django_filters.ChoiceFilter(
        label=_("Clock"),
        choices=[(name, label) for name, (label, _ask) in CLOCK.items()],
        method="filter_clock",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=Status.choices, widget=forms.CheckboxSelectMultiple
    )
    right = django_filters.MultipleChoiceFilter(
        label=_("Right"), choices=Right.choices, widget=forms.CheckboxSelectMultiple
    )
    assigned_to = django_filters.ModelChoiceFilter(label=_("Worked by"), queryset=workers)

    class Meta:
        model = RightsRequest
        fields = ["clock", "status", "right", "assigned_to"]

    def filter_clock(self, queryset, name, value):
        _label, ask = CLOCK[value]
        return ask(queryset, timezone.localdate())
