"""What every page knows: who the controller is, and where the same page is in other languages."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject, lazy
from django.utils.translation import get_language

from privacy_portal.processing_register.queries import controller

from .languages import alternates


def site(request) -> dict:
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site_controller": SimpleLazyObject(lambda: controller(language)),
        "alternates": lazy(lambda: alternates(request), list)(),
        "canonical_url": settings.BASE_URL + request.path,
        "current_language": language,
        "base_url": settings.BASE_URL,
        "source_code_url": settings.SOURCE_CODE_URL,
        "may_ask_for_documents": settings.IDENTITY_DOCUMENTS,
    }
