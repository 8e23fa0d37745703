"""Makes the standing pages, in every language we have texts for. Safe to run again: what exists stays as its
editors left it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import formats, translation
from django.utils.timezone import localdate
from wagtail.models import Locale, Page, Site

from .models import HomePage, PlainPage
from .standing_pages import SLUGS
from .texts import en, nl

TEXTS = {"nl": nl, "en": en}


@transaction.atomic
def load_pages(*, now: datetime) -> HomePage:
    """Creates what is missing and returns the front page in the default language."""
    home = load_home(now=now)
    for name in nl.PAGES:
        load_page(name, home=home, now=now)
    return home


def load_home(*, now: datetime) -> HomePage:
    home = HomePage.objects.filter(locale=locale(settings.LANGUAGE_CODE)).first()
    if home is None:
        home = HomePage(locale=locale(settings.LANGUAGE_CODE), slug="privacy", **nl.HOME)
        publish(Page.get_first_root_node().add_child(instance=home), now=now)
    make_root_of_site(home)
    for code in translations():
        if not home.has_translation(locale(code)):
            publish(translated(home, code, slug=f"privacy-{code}", **TEXTS[code].HOME), now=now)
    return home


def load_page(name: str, *, home: HomePage, now: datetime) -> None:
    slugs = SLUGS[name]
    page = PlainPage.objects.child_of(home).filter(slug=slugs[settings.LANGUAGE_CODE]).first()
    if page is None:
        page = PlainPage(slug=slugs[settings.LANGUAGE_CODE], **content("nl", name, now))
        publish(home.add_child(instance=page), now=now)
    for code in translations():
        if not page.has_translation(locale(code)):
            publish(translated(page, code, slug=slugs[code], **content(code, name, now)), now=now)


def locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def translations() -> list[str]:
    return [code for code in TEXTS if code != settings.LANGUAGE_CODE]


def content(code: str, name: str, now: datetime) -> dict:
    """The text of a plain page, with the day it was made filled in as people write it."""
    with translation.override(code):
        date = formats.date_format(localdate(now), "j F Y")
    text = TEXTS[code].PAGES[name]
    body = [(kind, {key: part.replace("{date}", date) for key, part in value.items()}) for kind, value in text["body"]]
    return {**text, "body": body}


def translated(page: Page, code: str, **fields) -> Page:
    """A translation as an ordinary page: it shares the key, the words are its own."""
    copy = page.copy_for_translation(locale(code))
    for field, value in fields.items():
        setattr(copy, field, value)
    return copy


def publish(page: Page, *, now: datetime) -> None:
    page.first_published_at = now
    page.save_revision().publish()


def make_root_of_site(home: HomePage) -> None:
    """The front page becomes the site's root; Wagtail's own empty welcome page leaves."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="SPOT Groningen")
        return
    if site.root_page_id == home.pk:
        return
    former, site.root_page = site.root_page, home
    site.save()
    if former.specific_class is Page and not former.get_children().exists():
        former.delete()
