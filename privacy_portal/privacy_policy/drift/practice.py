"""What the machinery really does, told by the rooms that do it. They stand above this one, so they register."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from .difference import Words


class Promised(models.TextChoices):
    """What in a policy a practice is held against."""

    PERIODS = "periods"
    ANSWER_DAYS = "answer-days"
    RIGHTS = "rights"
    PROCESSORS = "processors"
    COOKIES = "cookies"
    GROUNDS = "grounds"


@dataclass(frozen=True)
class Fact:
    """One thing that is done. `key` is what the policy knows it by, `value` decides whether it is the same (an ISO
    period, a number of days, an article), `words` shows it in the language that was asked for."""

    key: str
    name: str
    value: str | int | bool = True
    words: str = ""


@dataclass(frozen=True)
class Practice:
    """`facts` is asked with a language code each time somebody looks, so it must be cheap, and names nobody."""

    key: str
    label: Words
    promised: Promised
    facts: Callable[[str], Iterable[Fact]]


_PRACTICES: dict[str, Practice] = {}


def register(practice: Practice) -> Practice:
    """Two practices with one key are a mistake worth stopping for."""
    if practice.key in _PRACTICES:
        raise ImproperlyConfigured(f"Two practices are called {practice.key!r}")
    _PRACTICES[practice.key] = practice
    return practice


def unregister(key: str) -> Practice | None:
    """Take a practice away again (tests that put another in its place)."""
    return _PRACTICES.pop(key, None)


def practices() -> tuple[Practice, ...]:
    return tuple(_PRACTICES.values())
