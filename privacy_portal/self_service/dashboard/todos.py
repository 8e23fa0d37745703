"""What waits for this person, most urgent first: the top of the overview."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.exports.models import Export
from privacy_portal.rights_requests.enums import OPEN, Direction
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.rights_requests.on_behalf.enums import Check
from privacy_portal.rights_requests.on_behalf.models import Delegation


@dataclass(frozen=True)
class Todo:
    """`colour` is the design system's: warning asks for something, info tells something."""

    title: str
    text: str
    action: str
    url: str
    colour: str = "info"


def todos_of(subject: DataSubject, *, now: datetime) -> list[Todo]:
    return [*_asked(subject), *_on_behalf(subject), *_letters(subject), *_downloads(subject, now)]


def _asked(subject: DataSubject) -> Iterator[Todo]:
    for case in RightsRequest.objects.of(subject).waiting_for_subject().most_urgent_first():
        yield Todo(
            _("We need something from you"),
            _("We asked you something about request %(number)s.") % {"number": case.number},
            _("Read and reply"),
            reverse("self_service:request", args=[case.pk]),
            "warning",
        )


def _on_behalf(subject: DataSubject) -> Iterator[Todo]:
    """Somebody asks for this person, who may stop it; or this person asks for another, and papers are missing."""
    mine = Q(rights_request__subject=subject) | Q(delegate=subject, check_state=Check.MORE_NEEDED)
    waiting = Delegation.objects.filter(mine, objected_at=None, rights_request__status__in=OPEN)
    for each in waiting.select_related("rights_request").order_by("asked_at"):
        number = each.rights_request.number
        if each.delegate_id == subject.pk:
            yield Todo(
                _("We need something from you"),
                _("For request %(number)s we need more papers.") % {"number": number},
                _("See what is needed"),
                reverse("self_service:delegation", args=[each.pk]),
                "warning",
            )
        else:
            yield Todo(
                _("Somebody asks on your behalf"),
                _("Somebody made request %(number)s for you. If you do not want it, you can stop it.")
                % {"number": number},
                _("Look at it"),
                reverse("self_service:request", args=[each.rights_request_id]),
                "warning",
            )


def _letters(subject: DataSubject) -> Iterator[Todo]:
    """Unread mail from the desk about requests that are not already asking for a reply."""
    unread = RightsRequest.objects.of(subject).exclude(pk__in=RightsRequest.objects.waiting_for_subject())
    unread = unread.filter(messages__direction=Direction.TO_SUBJECT, messages__read_at=None)
    for case in unread.annotate(letters=Count("messages")).most_urgent_first():
        words = ngettext(
            "One new message about request %(number)s.",
            "%(count)s new messages about request %(number)s.",
            case.letters,
        )
        yield Todo(
            _("There is a message for you"),
            words % {"count": case.letters, "number": case.number},
            _("Read"),
            reverse("self_service:request", args=[case.pk]),
        )


def _downloads(subject: DataSubject, now: datetime) -> Iterator[Todo]:
    latest = Export.objects.of(subject).ready().order_by("-ready_at").first()
    if latest and latest.is_available(now):
        yield Todo(
            _("Your download is ready"),
            _("You can fetch it until %(day)s.") % {"day": date_format(localdate(latest.expires_at), "j F Y")},
            _("To the downloads"),
            reverse("self_service:downloads"),
        )
