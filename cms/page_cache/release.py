"""Which release of the site makes the pages: a deployment must not go on showing what the last one made."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

# Everything that ends up in a page: templates, code, sentences, pinned packages, names of the stylesheets.
MADE_FROM = (
    "templates/**/*",
    "cms/**/*.py",
    "home/**/*.py",
    "privacy_portal/**/*.py",
    "locale/**/*.mo",
    "requirements.txt",
)
SETTINGS = (
    "BASE_URL",
    "LANGUAGES",
    "LANGUAGE_CODE",
    "CONTENT_SECURITY_POLICY",
    "SECURE_HSTS_SECONDS",
    "SECURITY_CONTACT",
    "SOURCE_CODE_URL",
    "STATIC_URL",
    "VENUE_ANSWER_DAYS",
    "WAGTAIL_SITE_NAME",
)


@cache
def release() -> str:
    """The same on every machine that runs the same files with the same settings; a tenth of a second at the start."""
    digest = hashlib.sha256()
    for path in files():
        digest.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for name in SETTINGS:
        digest.update(f"{name}={getattr(settings, name, None)!r}\n".encode())
    return digest.hexdigest()[:16]


def files() -> Iterator[Path]:
    for pattern in MADE_FROM:
        yield from sorted(path for path in Path(settings.BASE_DIR).glob(pattern) if path.is_file())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.is_file():
        yield manifest
