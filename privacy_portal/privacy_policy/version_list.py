"""What the list of versions says about each: never the texts themselves, so it stays quick with hundreds of them."""

from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .downloads.offers import Offer, offers
from .models import PolicyVersion

HEAVY = ("html", "text", "content")


@dataclass(frozen=True)
class ListedVersion:
    version: PolicyVersion
    is_in_force: bool
    is_coming: bool
    comparison_url: str
    downloads: list[Offer]

    @property
    def name(self) -> str:
        told = {"label": self.version.label, "date": date_format(self.version.effective_from, "j F Y")}
        return (_("Version %(label)s, %(date)s") if self.version.label else _("Version of %(date)s")) % told

    @property
    def is_folded(self) -> bool:
        """Corrected typing errors are not what somebody looks for in this list, unless they apply now or soon."""
        return self.version.is_technical and not (self.is_in_force or self.is_coming)


def listed(language_code: str, today: date) -> list[ListedVersion]:
    """Newest first; one query."""
    found = list(PolicyVersion.objects.in_language(language_code).newest_first().defer(*HEAVY))
    in_force = next((version for version in found if version.is_in_force(today)), None)
    return [
        ListedVersion(
            version=version,
            is_in_force=version == in_force,
            is_coming=version.effective_from > today,
            comparison_url=comparison_url(older, version) if older else "",
            downloads=offers(version),
        )
        for version, older in zip(found, [*found[1:], None], strict=False)
    ]


def comparison_url(older: PolicyVersion, newer: PolicyVersion) -> str:
    """Empty when this site compares nothing."""
    try:
        return reverse("privacy_policy:comparison", args=[f"{older.slug}..{newer.slug}"])
    except NoReverseMatch:
        return ""
