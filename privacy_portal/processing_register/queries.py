"""The door for reading: other rooms ask the register here, and get plain values in the reader's language.

Everything returned comes from live rows only and may be kept, but not changed."""

from .readings.contacts import Contact, contacts
from .readings.controller import Controller, controller
from .readings.cookies import CookieEntry, cookies
from .readings.explanations import Explanation, explanations, retention_end
from .readings.memory import kept_per_generation
from .readings.names import categories_in, register_language
from .readings.processors import ProcessorEntry, processors

__all__ = [
    "Contact",
    "Controller",
    "CookieEntry",
    "Explanation",
    "ProcessorEntry",
    "categories",
    "categories_and_explanations",
    "contacts",
    "controller",
    "cookies",
    "explanations",
    "processors",
    "register_language",
    "retention_end",
]


@kept_per_generation
def categories(language_code: str) -> dict[str, str]:
    """Key and name of every data category, in the register's order."""
    return categories_in(language_code)


@kept_per_generation
def categories_and_explanations(language_code: str) -> tuple[dict[str, str], dict[str, Explanation]]:
    """Both for a page that needs both: the database is asked once whether the register changed."""
    return categories(language_code), explanations(language_code)
