"""The three cookies of the portal, all functional (SECURITY A-06). None has a Domain; in production names
start with `__Host-`, which browsers accept only for a secure cookie of the whole site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import times


def link_cookie_name() -> str:
    """Holds a link's token between opening the mail and pressing the button, so that it is in no address."""
    return f"{settings.CUSTOMER_NONCE_COOKIE_NAME}-link"


def set_cookie(response: HttpResponse, name: str, value: str, *, seconds: int | None = None) -> None:
    response.set_cookie(
        name, value, max_age=seconds, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def delete_cookie(response: HttpResponse, name: str) -> None:
    """A `__Host-` cookie is only replaced, so only removed, by one that is secure as well."""
    response.delete_cookie(name, samesite="Lax")
    response.cookies[name]["secure"] = settings.SESSION_COOKIE_SECURE
    response.cookies[name]["httponly"] = True


def set_session(response: HttpResponse, token: str) -> None:
    """Gone when the browser closes; the server's own clock ends it sooner."""
    set_cookie(response, settings.CUSTOMER_COOKIE_NAME, token)


def set_nonce(response: HttpResponse, nonce: str) -> None:
    set_cookie(response, settings.CUSTOMER_NONCE_COOKIE_NAME, nonce, seconds=challenge_seconds())


def keep_link(response: HttpResponse, token: str) -> HttpResponse:
    """The token of a mail's link goes on in a cookie; the address it came in is told to nobody (SECURITY V-05)."""
    set_cookie(response, link_cookie_name(), token, seconds=challenge_seconds())
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def challenge_seconds() -> int:
    return int(times.CHALLENGE_LASTS.total_seconds())


def nonce_of(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.CUSTOMER_NONCE_COOKIE_NAME, "")


def link_of(request: HttpRequest) -> str:
    return request.COOKIES.get(link_cookie_name(), "")


def forget_challenge(response: HttpResponse) -> None:
    delete_cookie(response, settings.CUSTOMER_NONCE_COOKIE_NAME)
    delete_cookie(response, link_cookie_name())


def forget_session(response: HttpResponse) -> None:
    delete_cookie(response, settings.CUSTOMER_COOKIE_NAME)
