"""Small layers around every request: headers, an id for the logs, the language of the path, a calm face when
the database is away."""

import logging
import uuid

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.utils import translation

from .errors import DATABASE_AWAY, service_unavailable
from .logs import request_id

logger = logging.getLogger(__name__)

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
)


def is_preview(request) -> bool:
    """Wagtail makes a draft's page by a request of its own inside the admin's. Only the outer answer reaches a
    browser, and only there is it known that the admin may frame it."""
    return getattr(request, "is_dummy", False)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """SECURITY H-01."""

    def process_response(self, request, response):
        return response if is_preview(request) else super().process_response(request, response)


class HeadersMiddleware:
    """SECURITY H-02: what Django's own security middleware does not send. The admin shows previews in a frame."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_preview(request):
            return response
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        framed_by = "SAMEORIGIN" if request.path_info.startswith("/beheer/") else settings.X_FRAME_OPTIONS
        response.headers.setdefault("X-Frame-Options", framed_by)
        return response


class RequestIdMiddleware:
    """One random id ties the log lines and ledger entries of a request together."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex
        token = request_id.set(request.id)
        try:
            return self.get_response(request)
        finally:
            request_id.reset(token)


class DatabaseDownMiddleware:
    """A database that is away is a 503 with a page that needs none, not a stack trace."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, DATABASE_AWAY):
            logger.exception("database unavailable")
            return service_unavailable(request)
        return None


def language_of(path: str) -> str:
    """The language a path is in: its first part when that is a language, else the default one."""
    first = path.lstrip("/").partition("/")[0]
    known = {code for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    return first if first in known else settings.LANGUAGE_CODE


class LanguageFromPathMiddleware:
    """The address alone decides the language, so every page has one address per language and caches stay simple.
    (Django's own middleware also looks at the browser's wishes and redirects admin pages that do not exist.)"""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response
