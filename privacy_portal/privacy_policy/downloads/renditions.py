"""The PDF of a version: made once, kept, and made again when it is gone."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from privacy_portal.privacy_policy.models import PolicyVersion, Rendition, RenditionKind
from privacy_portal.processing_register.queries import controller

from .printing import print_pdf
from .stamp import Stamp

# Count up when paper.html or paper.css changes: readers then get the new look, and older files are not asked for.
EDITION = "1"


def pdf_of(version: PolicyVersion) -> bytes:
    """Two who ask at once may both make it; one of them is kept, and it is the same file."""
    return kept_pdf(version) or keep(version, make_pdf(version))


def kept_pdf(version: PolicyVersion) -> bytes | None:
    kept = Rendition.objects.filter(kind=RenditionKind.PDF, key=key_of(version), maker=EDITION)
    body = kept.values_list("body", flat=True).first()
    return bytes(body) if body is not None else None


def keep(version: PolicyVersion, body: bytes) -> bytes:
    kept, _made = Rendition.objects.get_or_create(
        kind=RenditionKind.PDF,
        key=key_of(version),
        maker=EDITION,
        defaults={"body": body, "made_at": timezone.now()},
    )
    return bytes(kept.body)


def key_of(version: PolicyVersion) -> str:
    return f"{version.language_code}:{version.slug}"


def publisher_of(version: PolicyVersion) -> str:
    """Who promised this: as the text says, else as the register says now."""
    parts = (part for section in version.content["sections"] for part in section["parts"])
    stated = next((part["name"] for part in parts if part["kind"] == "contacts" and part.get("name")), "")
    return stated or controller(version.language_code).name


def make_pdf(version: PolicyVersion) -> bytes:
    """The frozen text as it was hashed, dressed for paper."""
    stamp, publisher = Stamp.of(version), publisher_of(version)
    with translation.override(version.language_code):
        told = {"version": version, "stamp": stamp, "publisher": publisher, "foot": foot(version, stamp)}
        html = render_to_string("privacy_policy/paper.html", told)
    return print_pdf(html, base_url=settings.BASE_URL, identifier=version.sha256[:32].encode())


def foot(version: PolicyVersion, stamp: Stamp) -> str:
    """On every page, so that one loose page still says which text it belongs to."""
    when = {"version": stamp.version, "date": date_format(version.effective_from, "j F Y")}
    return "\n".join(
        [_("Version %(version)s, in effect from %(date)s") % when, f"SHA-256 {stamp.sha256}", stamp.address]
    )
