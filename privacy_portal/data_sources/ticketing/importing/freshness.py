"""Whether what the ticket shop's database tells still comes in, for the operator and for the page of sources."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from privacy_portal.data_sources.ticketing.enums import ImportState
from privacy_portal.data_sources.ticketing.models import ImportRun

from .address import is_configured


def trouble(now: datetime) -> str:
    """Why the last import failed, or that none came for too long; nothing when all is well or no database is
    connected."""
    ended = ImportRun.objects.from_database().filter(ended_at__isnull=False)
    if not is_configured() or not (last := ended.order_by("-ended_at").first()):
        return ""
    if last.state == ImportState.REFUSED:
        return last.problems[0] if last.problems else _("The last import was refused.")
    if last.ended_at and now - last.ended_at > ImportRun.LATE_AFTER:
        day = date_format(timezone.localtime(last.ended_at), "DATE_FORMAT")
        return _("Nothing came in since %(day)s.") % {"day": day}
    return ""
