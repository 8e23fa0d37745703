"""The same page in another language: for the language switch, hreflang and the site map."""

from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, resolve, reverse, translate_url
from django.utils import translation


class Alternate(NamedTuple):
    code: str
    name: str
    url: str
    is_current: bool


def home_of(code: str) -> str:
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"


def page_alternates(page) -> dict[str, str]:
    """Addresses of a Wagtail page's live translations."""
    siblings = page.get_translations(inclusive=True).live().select_related("locale")
    return {sibling.locale.language_code: sibling.url for sibling in siblings if sibling.url}


def address_in(path: str, code: str) -> str | None:
    """The address of a plain (not Wagtail) view in another language, or nothing when it has none. The path is
    understood in the language that is active now."""
    translated = translate_url(path, code)
    with translation.override(code):
        try:
            resolve(translated)
        except Resolver404:
            return None
    return translated


def plain_alternates(request) -> dict[str, str]:
    """`request.alternate_urls` wins: a view says it when its addresses differ by more than words."""
    given = getattr(request, "alternate_urls", None)
    if given is not None:
        return given
    found = {code: address_in(request.path, code) for code, _ in settings.LANGUAGES}
    return {code: url for code, url in found.items() if url}


def alternates(request) -> list[Alternate]:
    page = getattr(request, "served_page", None)
    urls = page_alternates(page) if page is not None else plain_alternates(request)
    current = translation.get_language()
    return [Alternate(code, name, urls.get(code, home_of(code)), code == current) for code, name in settings.LANGUAGES]


def each_language() -> Iterator[str]:
    for code, _name in settings.LANGUAGES:
        yield code


def address(view_name: str, code: str, **kwargs) -> str | None:
    with translation.override(code):
        try:
            return reverse(view_name, kwargs=kwargs or None)
        except NoReverseMatch:
            return None
