"""A translation that runs behind: what its readers are told, so that nobody relies on words that were replaced."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info

from privacy_portal.privacy_policy.models import PolicyVersion

from . import prevailing_language


class Ageing(NamedTuple):
    """Since when the prevailing text is ahead, in which language, and where to read it."""

    since: date
    language_code: str
    language: str
    url: str


def ageing(shown: PolicyVersion, today: date) -> Ageing | None:
    """Nothing when `shown` is the prevailing language or keeps up with it."""
    prevailing = prevailing_language()
    if shown.language_code == prevailing:
        return None
    since = first_ahead_of(shown, today)
    return Ageing(since, prevailing, name_for_reader(prevailing), policy_url(prevailing)) if since else None


def first_ahead_of(shown: PolicyVersion, today: date) -> date | None:
    """The day the first version took effect that never came out in this language. Corrections of typing errors change
    no meaning and do not count."""
    translated = PolicyVersion.objects.in_language(shown.language_code).values("release_group")
    later = Q(effective_from__gt=shown.effective_from) | Q(
        effective_from=shown.effective_from, published_at__gt=shown.published_at
    )
    ahead = (
        PolicyVersion.objects.in_language(prevailing_language()).in_force_on(today).filter(later, is_technical=False)
    )
    missing = ahead.exclude(release_group__in=translated).order_by("effective_from")
    return missing.values_list("effective_from", flat=True).first()


def name_for_reader(code: str) -> str:
    """“Dutch” in an English sentence."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return dict(settings.LANGUAGES).get(code, code)


def policy_url(code: str) -> str:
    with translation.override(code):
        return reverse("privacy_policy:policy")
