"""The menu of the portal: one table, drawn beside the page or folded above it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.rights_requests.models import RightsRequest

MENU: tuple[tuple[str, Any, str], ...] = (
    ("home", _("Overview"), "house"),
    ("data", _("See my data"), "eye"),
    ("downloads", _("Download my data"), "download"),
    ("preferences", _("Newsletters and consent"), "mail"),
    ("requests", _("Requests and messages"), "message-square"),
    ("security", _("Signing in and security"), "lock"),
    ("activity", _("What happened"), "history"),
    ("policy_news", _("What changed in our policy"), "file-text"),
)


@dataclass(frozen=True)
class Entry:
    name: str
    label: Any
    icon: str
    url: str
    is_current: bool
    # How many things wait for this person behind the entry.
    waiting: int = 0


def menu(request: SignedInRequest) -> list[Entry]:
    """Where you are and where something waits; one query, for the count."""
    waiting = {"requests": RightsRequest.objects.of(request.data_subject).waiting_for_subject().count()}
    urls = {name: reverse(f"self_service:{name}") for name, _label, _icon in MENU}
    current = next((url for name, url in urls.items() if is_at(request.path, url, exactly=name == "home")), "")
    return [
        Entry(name, label, icon, urls[name], urls[name] == current, waiting.get(name, 0)) for name, label, icon in MENU
    ]


def is_at(path: str, url: str, *, exactly: bool) -> bool:
    """A page below an entry belongs to it; every page lies below the overview, which is itself alone."""
    return path == url if exactly else path.startswith(url)
