"""The newsletters of the demo: invented, but such as a concert hall sends."""

from datetime import datetime

from wagtail.models import Locale

from .models import Newsletter

# Key -> per language: name, what is in it, how often.
NEWSLETTERS: dict[str, dict[str, tuple[str, str, str]]] = {
    "newsletter-agenda": {
        "nl": ("Agenda", "Alles wat er de komende weken te zien en te horen is.", "Elke donderdag"),
        "en": ("What’s on", "Everything there is to see and hear in the coming weeks.", "Every Thursday"),
    },
    "newsletter-classical": {
        "nl": ("Klassiek", "Orkesten, kamermuziek en inleidingen door de musici zelf.", "Elke maand"),
        "en": ("Classical", "Orchestras, chamber music and introductions by the musicians.", "Every month"),
    },
    "newsletter-jazz-pop": {
        "nl": ("Jazz en pop", "Nieuwe namen, clubavonden en kaarten die net vrijkomen.", "Elke twee weken"),
        "en": ("Jazz and pop", "New names, club nights and tickets just released.", "Every two weeks"),
    },
    "newsletter-family": {
        "nl": ("Familie", "Voorstellingen voor kinderen, met de leeftijd erbij.", "Zes keer per jaar"),
        "en": ("Family", "Shows for children, with the right age for each.", "Six times a year"),
    },
}


def load_newsletters(now: datetime) -> int:
    """Adds what is missing; what editors changed since stays. Gives the number added."""
    return sum(_load(key, position, words) for position, (key, words) in enumerate(NEWSLETTERS.items(), start=1))


def _load(key: str, position: int, words: dict[str, tuple[str, str, str]]) -> int:
    added = 0
    for locale in Locale.objects.filter(language_code__in=words):
        if Newsletter.objects.filter(key=key, locale=locale).exists():
            continue
        name, description, frequency = words[locale.language_code]
        newsletter = Newsletter(key=key, locale=locale, position=position)
        newsletter.name, newsletter.description, newsletter.frequency = name, description, frequency
        if sibling := Newsletter.objects.filter(key=key).first():
            newsletter.translation_key = sibling.translation_key
        newsletter.save()
        added += 1
    return added
