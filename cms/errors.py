"""Error pages: designed, in the language of the address and without a query: the database may be the cause."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

DATABASE_AWAY = (OperationalError, InterfaceError)


def language_of(path: str) -> str:
    """The language an address is in: its first part, or the default."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def error_page(request: HttpRequest, status: int, **context) -> HttpResponse:
    """Renders `<status>.html` without a request, so that no context processor runs."""
    with translation.override(language_of(request.path)):
        body = render_to_string(f"{status}.html", context)
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request, exception=None):
    return error_page(request, 400)


def permission_denied(request, exception=None):
    return error_page(request, 403)


def csrf_failure(request, reason=""):
    """Nearly always a form that lay open too long or a browser without cookies: say that."""
    return error_page(request, 403, stale_form=True)


def page_not_found(request, exception=None):
    return error_page(request, 404)


def server_error(request):
    """What goes wrong in a middleware never passes `DatabaseDownMiddleware`; here it still is the error at hand."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return service_unavailable(request)
    return error_page(request, 500)


def service_unavailable(request):
    response = error_page(request, 503)
    response["Retry-After"] = "120"
    return response
