"""The mails of this room. None of them holds data, a file or a way in: they say what happened and where to look."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from privacy_portal.data_subjects.identifiers import every_email_of
from privacy_portal.data_subjects.not_me import link_to_stop
from privacy_portal.evidence.outbox import post_mail
from privacy_portal.gdpr.holds import Hold

from .models import MAX_DOWNLOADS, Export


def tell_ready(export: Export, hold: Hold | None = None) -> None:
    """SECURITY V-11: to every proven address, so that an owner hears of it even if someone else asked."""
    facts = {"expires_at": export.expires_at, "max_downloads": MAX_DOWNLOADS, "held_until": hold and hold.until}
    _tell(export, "export_ready", facts)


def tell_failed(export: Export) -> None:
    _tell(export, "export_failed", {})


def tell_downloaded(export: Export) -> None:
    """SECURITY V-11: each download; the key counts them, so that a retry tells it once."""
    _tell(export, "export_downloaded", {"downloads_left": export.downloads_left}, once=f"-{export.downloads}")


def _tell(export: Export, template: str, context: dict, once: str = "") -> None:
    with translation.override(export.language):
        url = settings.BASE_URL + reverse("self_service:export", args=[export.pk])
    for number, address in enumerate(every_email_of(export.subject)):
        post_mail(
            to=address,
            template=template,
            context={"url": url, "security_url": link_to_stop(export.subject, export.language), **context},
            language=export.language,
            key=f"{template}-{export.pk}-{number}{once}",
            subject=export.subject_id,
        )
