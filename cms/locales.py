"""A language that the environment adds is there for editors as soon as the site is migrated: no step by hand."""

from typing import Any

from django.conf import settings
from django.db import connections


def make_locales(*, using: str, **kwargs: Any) -> None:
    """Called after every `migrate`, also when that only went part of the way."""
    from wagtail.models import Locale

    if Locale._meta.db_table not in connections[using].introspection.table_names():
        return
    for code in settings.EXTRA_LANGUAGES:
        Locale.objects.using(using).get_or_create(language_code=code)
