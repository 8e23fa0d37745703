"""The differences as a table and as data, for the report's spreadsheet and for monitoring."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy_portal.evidence.cells import harmless

from .comparison import Comparison
from .difference import Difference

HEADINGS = (
    gettext_lazy("Language"),
    gettext_lazy("Section"),
    gettext_lazy("About"),
    gettext_lazy("What"),
    gettext_lazy("Difference"),
    gettext_lazy("In the policy"),
    gettext_lazy("In practice"),
    gettext_lazy("Compared with"),
    gettext_lazy("Severity"),
    gettext_lazy("Address"),
)


def as_csv(comparisons: Iterable[Comparison]) -> str:
    """With a byte order mark, or spreadsheets misread é."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(heading) for heading in HEADINGS])
    for comparison in comparisons:
        writer.writerows([harmless(str(cell)) for cell in cells(each)] for each in comparison.differences)
    return "\ufeff" + out.getvalue()


def cells(difference: Difference) -> tuple[Any, ...]:
    place = difference.place
    return (
        place.language_code,
        place.title,
        difference.subject,
        difference.what,
        difference.change.label,
        difference.policy_words,
        difference.practice_words,
        difference.against_words,
        difference.severity.label,
        place.url,
    )


def as_data(difference: Difference) -> dict[str, Any]:
    """Names and order stay stable. Values that may name a person are left out: a monitor keeps what it is sent."""
    place = difference.place
    values = {"policy": difference.policy_words, "practice": difference.practice_words}
    return {
        "language": place.language_code,
        "section": place.anchor,
        "url": place.url,
        "key": difference.key,
        "subject": difference.subject,
        "what": str(difference.what),
        "change": difference.change.value,
        **(dict.fromkeys(values, _("see the report")) if difference.names_people else values),
        "compared_with": difference.against_words,
        "severity": difference.severity.value,
    }
