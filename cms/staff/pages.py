"""What every page around signing in shares: no cache, the reader's language, and nowhere to go but the admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from .requests import StaffRequest

View = Callable[..., HttpResponseBase]


def staff_page(view: View) -> View:
    """In the language of the browser, because nobody is known yet; kept by no cache."""

    @never_cache
    @wraps(view)
    def shown(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(translation.get_language_from_request(request)):
            response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return shown


def next_page(request: StaffRequest) -> str:
    """Where they were going, if that is inside the admin; no other place may be named (ASVS 3.7.2)."""
    home = reverse("wagtailadmin_home")
    wanted = request.POST.get("next") or request.GET.get("next") or home
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(home)
    return wanted if own else home


def go_to(name: str, request: StaffRequest) -> HttpResponseRedirect:
    return go_to_then(name, next_page(request))


def go_to_then(name: str, wanted: str) -> HttpResponseRedirect:
    """With what `next_page` said, now or before the browser was sent elsewhere."""
    query = "" if wanted == reverse("wagtailadmin_home") else "?" + urlencode({"next": wanted})
    return HttpResponseRedirect(reverse(name) + query)
