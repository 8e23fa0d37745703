"""Which text this is a copy of: on every page of the PDF, and at the top of the other files."""

from datetime import UTC, datetime
from typing import NamedTuple, Self

from django.conf import settings

from privacy_portal.privacy_policy.models import PolicyVersion


class Stamp(NamedTuple):
    version: str
    label: str
    language: str
    effective_from: str
    published_at: str
    sha256: str
    address: str

    @classmethod
    def of(cls, version: PolicyVersion) -> Self:
        return cls(
            version=version.slug,
            label=version.label,
            language=version.language_code,
            effective_from=version.effective_from.isoformat(),
            published_at=in_utc(version.published_at),
            sha256=version.sha256,
            address=address_of(version),
        )


def address_of(version: PolicyVersion) -> str:
    return settings.BASE_URL + version.get_absolute_url()


def in_utc(moment: datetime) -> str:
    """To the second: what a person would write down."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
