"""The venue's own register, as the product ships it."""

from django.conf import settings

from privacy_portal.processing_register.loader import load


def load_register() -> None:
    load(settings.BASE_DIR / "privacy_portal" / "processing_register" / "data" / "spot.json")
