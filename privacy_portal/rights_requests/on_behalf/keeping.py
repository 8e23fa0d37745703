"""For who asked, a request for somebody else is data about them too: shown with the rest. It goes with its case; once
who asked is forgotten, their name goes sooner."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from privacy_portal.data_sources.contract import Field, Record
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.erasure.portal_source import ACTIVITY, KEY

from .models import Delegation


def records(subject: DataSubject) -> Iterator[Record]:
    """Without what they wrote about the other: that is about the other (Art. 15(4))."""
    for delegation in Delegation.objects.by(subject).latest_first():
        yield _record(delegation)


def forget(subject: DataSubject) -> None:
    for delegation in Delegation.objects.by(subject):
        delegation.delegate_name = ""
        delegation.save(update_fields=["delegate_name"])


def _record(delegation: Delegation) -> Record:
    closed_at = delegation.rights_request.closed_at
    return Record(
        source=KEY,
        kind="delegation",
        kind_label=_("Requests you made for somebody else"),
        reference=f"delegation-{delegation.pk}",
        activity=ACTIVITY,
        fields=(
            Field("capacity", _("For whom"), delegation.get_capacity_display(), "rights-request"),
            Field("delegate_name", _("Your name"), delegation.delegate_name, "name"),
            Field("check_state", _("Check of the papers"), delegation.get_check_state_display(), "rights-request"),
            Field("asked_at", _("When"), delegation.asked_at, "rights-request"),
        ),
        origin=_("From yourself"),
        retention_start=timezone.localdate(closed_at) if closed_at else None,
        title=delegation.rights_request.number,
        as_of=delegation.asked_at,
    )
