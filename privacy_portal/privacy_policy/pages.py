"""Where the policy page of a language is, or comes to be."""

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page, Site

from .models import PolicyPage


class NoFrontPage(ObjectDoesNotExist):
    """A policy needs a front page in its language to stand under."""


def policy_page(language_code: str) -> PolicyPage | None:
    return PolicyPage.objects.filter(locale__language_code=language_code, alias_of=None).first()


def add_policy_page(language_code: str, title: str) -> PolicyPage:
    """An empty draft; a translation when the policy exists in another language, with a text of its own."""
    locale = Locale.objects.get_or_create(language_code=language_code)[0]
    other = PolicyPage.objects.filter(alias_of=None).exclude(locale=locale).first()
    parent = front_page(locale)
    if other:
        page = other.copy_for_translation(locale)
    else:
        page = parent.add_child(
            instance=PolicyPage(title=title, slug=own_slug(language_code), locale=locale, live=False)
        )
    page.title, page.draft_title, page.slug = title, title, own_slug(language_code)
    return page


def front_page(locale: Locale) -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    found = site and site.root_page.get_translations(inclusive=True).filter(locale=locale).first()
    if not found:
        raise NoFrontPage(f"There is no front page in language {locale.language_code!r}; make it first.")
    return found


def own_slug(language_code: str) -> str:
    """The page's own address is also the stable one: /privacybeleid/, /en/privacy-policy/."""
    with translation.override(language_code):
        return reverse("privacy_policy:policy").strip("/").rpartition("/")[2]
