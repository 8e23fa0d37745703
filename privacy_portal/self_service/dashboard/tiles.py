"""The ways on from the overview. Each tile says in one line how things stand behind it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from privacy_portal.consent.known import Known
from privacy_portal.consent.queries import choices_of
from privacy_portal.data_sources.registry import sources
from privacy_portal.data_subjects.models import CustomerSession, DataSubject
from privacy_portal.exports.models import Export
from privacy_portal.rights_requests.models import RightsRequest


@dataclass(frozen=True)
class Tile:
    name: str
    icon: str
    title: str
    stat: str
    text: str

    @property
    def url(self) -> str:
        return reverse(f"self_service:{self.name}")


def tiles_of(subject: DataSubject, known: Known, *, language: str, now: datetime) -> list[Tile]:
    return [
        data_tile(),
        download_tile(subject),
        preferences_tile(subject, known, language),
        requests_tile(subject),
        security_tile(subject, now),
        activity_tile(),
    ]


def data_tile() -> Tile:
    count = len(sources())
    stat = ngettext("%(count)s place", "%(count)s places", count) % {"count": count}
    return Tile("data", "eye", _("See my data"), stat, _("What we have about you, why, and until when."))


def download_tile(subject: DataSubject) -> Tile:
    busy = Export.objects.of(subject).active().exists()
    stat = _("Being made") if busy else _("Page, CSV, JSON")
    text = _("We mail you when it is ready.") if busy else _("Mostly ready within a few minutes.")
    return Tile("downloads", "download", _("Download my data"), stat, text)


def preferences_tile(subject: DataSubject, known: Known, language: str) -> Tile:
    """A switch of which nobody could say how it stands counts as neither on nor off."""
    switches = [choice for choice in choices_of(subject, language, known=known) if choice.is_switchable]
    unsure = sum(choice.is_unsure for choice in switches)
    facts = {"on": sum(choice.on and not choice.is_unsure for choice in switches), "all": len(switches)}
    stat = _("%(on)s of %(all)s on") % facts
    if unsure:
        stat = _("%(on)s on, %(unsure)s not known") % {**facts, "unsure": unsure}
    return Tile("preferences", "mail", _("Newsletters and consent"), stat, _("What you change counts at once."))


def requests_tile(subject: DataSubject) -> Tile:
    count = RightsRequest.objects.of(subject).open().count()
    stat = ngettext("%(count)s open request", "%(count)s open requests", count) % {"count": count}
    return Tile(
        "requests",
        "message-square",
        _("Requests and messages"),
        stat if count else _("No open request"),
        _("Ask us to correct, erase or stop something."),
    )


def security_tile(subject: DataSubject, now: datetime) -> Tile:
    count = CustomerSession.objects.of(subject).alive(now).count()
    stat = ngettext("In %(count)s browser", "In %(count)s browsers", count) % {"count": count}
    return Tile("security", "lock", _("Signing in and security"), stat, _("See where you are signed in, and end it."))


def activity_tile() -> Tile:
    return Tile(
        "activity",
        "history",
        _("What happened"),
        _("Who did what"),
        _("Everything that was done with your data on this site."),
    )
