"""Says at `migrate` and `check --database default` where register and sources do not fit. A warning: which categories
the register names is the venue's affair, and a camera has no interface."""

from django.conf import settings
from django.core import checks
from django.db import connections

from .coverage import coverage
from .models import SourceSetting

HINT = "See the report “Data categories and sources” in the admin."


@checks.register(checks.Tags.database)
def register_and_sources_fit(app_configs=None, databases=None, **kwargs) -> list[checks.CheckMessage]:
    """data_sources.W001 and W002. Nothing before the tables are there, or while the register is empty."""
    if "default" not in (databases or ()) or not _has_tables():
        return []
    found = coverage(settings.LANGUAGE_CODE)
    if not found.covered:
        return []
    unanswered = ", ".join(each.key for each in found.unanswered)
    unclaimed = ", ".join(sorted({each.category for each in found.unclaimed}))
    warnings: list[checks.CheckMessage] = []
    if unanswered:
        text = f"No source answers for these data categories of the register: {unanswered}."
        warnings.append(checks.Warning(text, hint=HINT, id="data_sources.W001"))
    if unclaimed:
        text = f"Sources hold data under keys that are no data category of the register: {unclaimed}."
        warnings.append(checks.Warning(text, hint=HINT, id="data_sources.W002"))
    return warnings


def _has_tables() -> bool:
    return {SourceSetting._meta.db_table, "processing_register_datacategory"} <= set(
        connections["default"].introspection.table_names()
    )
