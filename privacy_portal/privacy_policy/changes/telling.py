"""Whoever publishes a version says what changed, in the language of that version: a reader who knows the previous one
must not have to find out alone (Art. 12(1))."""

from typing import TYPE_CHECKING

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from privacy_portal.privacy_policy.models import PolicyVersion


def untold(summary: str | None, *, newest: "PolicyVersion | None", is_technical: bool) -> str:
    """What to mend at the field `change_summary`; empty when a version may go out with this summary. The first version
    changes nothing, and of a correction `erratum` asks a note."""
    if newest is None or is_technical:
        return ""
    words = said(summary)
    if not words:
        return _(
            "Say in plain words what changed: readers who know the previous version rely on it. If you only mend "
            "typing errors, tick that instead."
        )
    if words == said(newest.change_summary):
        return _("This is still what was said about the previous version. Say what changed this time.")
    return ""


def said(summary: str | None) -> list[str]:
    return strip_tags(summary or "").replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ").split()
