"""The site map: every public page once in each language it has, under the one name of this site, with its
counterparts."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.utils import translation
from wagtail.models import Page

from privacy_portal.privacy_policy.models import PolicyPage
from privacy_portal.privacy_policy.queries import current_version

from .languages import address, each_language

# One page: its address by language.
Addresses = dict[str, str]
POLICY_VIEWS = ("privacy_policy:policy", "privacy_policy:versions")
REGISTER_VIEWS = ("processing_register:processors", "processing_register:cookies")


class PublicPages(Sitemap):
    """Views of ours and Wagtail pages alike. The name of the site is that of the settings: the record Wagtail keeps of
    it may be of the machine it was installed on."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> list[Addresses]:
        return [*wagtail_pages(), *policy_views(), *register_views()]

    def get_languages_for_item(self, item: Addresses) -> list[str]:
        return list(item)

    def location(self, item: Addresses) -> str:
        return item[translation.get_language()]

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme


def wagtail_pages() -> list[Addresses]:
    """The policy is shown by a view of ours, at the same address as its page would have."""
    known, found = set(each_language()), {}
    pages = Page.objects.live().public().not_type(PolicyPage).filter(depth__gt=1)
    for page in pages.order_by("path").select_related("locale"):
        parts = page.get_url_parts()
        if parts and parts[2] and page.locale.language_code in known:
            found.setdefault(page.translation_key, {})[page.locale.language_code] = parts[2]
    return list(found.values())


def policy_views() -> Iterator[Addresses]:
    """In the languages that have a policy."""
    codes = [code for code in each_language() if current_version(code)]
    return (found for name in POLICY_VIEWS if (found := addresses(name, codes)))


def register_views() -> Iterator[Addresses]:
    return (addresses(name, list(each_language())) for name in REGISTER_VIEWS)


def addresses(view_name: str, codes: list[str]) -> Addresses:
    return {code: path for code in codes if (path := address(view_name, code))}


SITEMAPS = {"pages": PublicPages}
