"""Which files a version can be taken along as, and where they are."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from privacy_portal.privacy_policy.models import PolicyVersion

from .printing import pdf_problem


class Offer(NamedTuple):
    """`mime` tells a browser what to expect before it asks."""

    name: str
    hint: str
    mime: str
    url: str


# Address name, what people call it, for whom it is, media type.
FORMATS = (
    ("version_pdf", _("PDF"), _("to print or keep"), "application/pdf"),
    ("version_markdown", _("Markdown"), _("plain text"), "text/markdown"),
    ("version_json", _("JSON"), _("for programs"), "application/ld+json"),
)


def offers(version: PolicyVersion) -> list[Offer]:
    """No PDF on a machine that cannot make one."""
    unable = {"version_pdf"} if pdf_problem() else set()
    with translation.override(version.language_code):
        return [
            Offer(str(name), str(hint), mime, reverse(f"privacy_policy:{view}", args=[version.slug]))
            for view, name, hint, mime in FORMATS
            if view not in unable
        ]
