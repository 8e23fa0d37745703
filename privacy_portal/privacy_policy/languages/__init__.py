"""One policy in several languages: who may publish a translation and when (`guard`), how all languages change at the
same moment (`release`, `pairs`), and what readers and editors are told when a translation runs behind (`ageing`).

Segments, memory and PO files are wagtail-localize's; what it lets through by default is stopped here."""

from django.conf import settings


def prevailing_language() -> str:
    """Where languages differ, this one counts: the venue answers for what it wrote itself."""
    return settings.LANGUAGE_CODE
