"""Gives every request its customer, if there is one. Lazy: a page that does not ask costs no query, and a
browser without the cookie never does. `request.user` is not touched (SECURITY A-07)."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse

from .requests import CustomerRequest


@cache
def with_customer(request_class: type[HttpRequest]) -> type[HttpRequest]:
    """The server's own kind of request, and a customer's."""
    return type(f"Customer{request_class.__name__}", (CustomerRequest, request_class), {})


class DataSubjectMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.__class__ = with_customer(type(request))  # type: ignore[arg-type]
        return self.get_response(request)
