"""Whether a download waits before it can be fetched, and until when (SECURITY V-10). Worked out when it is asked, so
that a sign of risk that comes after the request counts as well."""

from datetime import datetime

from django.utils import timezone

from privacy_portal.data_subjects.risks import risks_of
from privacy_portal.gdpr.holds import A_WEEK, Act, Hold, hold_on, last_moment

from .models import Export


def hold_of(export: Export, *, now: datetime) -> Hold | None:
    received = export.received_on or timezone.localdate(export.requested_at)
    return hold_on(
        Act.EXPORT,
        risks_of(export.subject, since=export.requested_at - A_WEEK),
        asked_at=export.requested_at,
        not_after=last_moment(received, zone=timezone.get_default_timezone()),
        now=now,
    )
