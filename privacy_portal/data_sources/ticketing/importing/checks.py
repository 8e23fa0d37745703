"""What the operator hears at the start, before a night has to fail."""

from django.conf import settings
from django.core import checks

from .address import Unsafe, conninfo, is_configured


@checks.register
def the_way_to_the_shop_is_safe(app_configs=None, **kwargs) -> list[checks.CheckMessage]:
    """data_sources.E002: personal data travels over TLS with a verified name, or not at all (Art. 32)."""
    if not is_configured():
        return []
    try:
        conninfo(settings.TICKETING_DATABASE_URL)
    except Unsafe as error:
        hint = "See docs/how-to/connect-a-source.md."
        return [checks.Error(f"TICKETING_DATABASE_URL: {error}", hint=hint, id="data_sources.E002")]
    return []
