"""A refusal to publish, wherever in the admin it happens (a workflow that is approved, pages published in bulk), is an
answer for the person who asked, not a crash. By now the request's transaction has been rolled back. And a refusal that
localize swallows is told all the same."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .actions import CannotFreeze
from .languages.notices import listening


class CannotFreezeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with listening() as heard:
            response = self.get_response(request)
        for sentence in heard:
            messages.error(request, sentence)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, CannotFreeze):
            return None
        for problem in exception.messages:
            messages.error(request, problem)
        return redirect("wagtailadmin_home")
