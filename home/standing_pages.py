"""Pages every install has, and their address per language: menus and error pages link without a query."""

from django.conf import settings
from django.utils.translation import get_language

SLUGS = {
    "home": {"nl": "", "en": ""},
    "rights": {"nl": "je-rechten", "en": "your-rights"},
    "accessibility": {"nl": "toegankelijkheid", "en": "accessibility"},
    "vulnerability": {"nl": "kwetsbaarheid-melden", "en": "report-a-vulnerability"},
}


def path_of(name: str, language: str | None = None) -> str:
    """The address of a standing page; the default language has no prefix."""
    language = language or get_language() or settings.LANGUAGE_CODE
    prefix = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    slug = SLUGS[name].get(language, SLUGS[name]["en"])
    return f"{prefix}{slug}/" if slug else prefix
