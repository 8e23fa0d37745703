"""Case numbers: `SPOT-2026-0142`, one row per year to count in, without gaps and without doubles."""

from django.conf import settings

from privacy_portal.rights_requests.models import CaseCounter


def next_number(year: int) -> str:
    """The next number of the year. The counter's row stays locked until the transaction ends, so the number
    that a rollback gives back is the one that the next case gets."""
    CaseCounter.objects.get_or_create(year=year)
    counter = CaseCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{settings.CASE_NUMBER_PREFIX}-{year}-{counter.last:04d}"
