"""A value as a person reads it: a day as a day, a country by its name."""

from datetime import date

from django.utils.translation import get_language

from privacy_portal.processing_register.countries import country_name
from privacy_portal.self_service.data_view.values import text


def in_words(category: str, value: str) -> str:
    if category == "birth-date" and _is_day(value):
        return text(date.fromisoformat(value))
    return country_name(value, get_language() or "nl") if category == "country" else value


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False
