"""The venue's register in the test database: loaded once per run, then put back row by row (a tenth of the time)."""

from datetime import UTC, datetime

from django.db.models import Model
from wagtail.models import Locale

from privacy_portal.processing_register import demo, generation
from privacy_portal.processing_register.models import Agreement, Generation, Transfer
from privacy_portal.processing_register.permissions import ENTRIES

LOADED_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
# In an order in which every row finds what it points at; databases check at the end of the transaction.
TABLES: tuple[type[Model], ...] = (
    Locale,
    *ENTRIES,
    Agreement,
    Transfer,
    *(field.remote_field.through for model in ENTRIES for field in model._meta.many_to_many),
)
_kept: dict[type[Model], list[dict]] = {}


def load_register() -> None:
    """Every entry of the venue in both languages, live since LOADED_AT."""
    if not _kept:
        demo.load(LOADED_AT)
        _kept.update({table: list(table._base_manager.values()) for table in TABLES})
        return
    for table, rows in _kept.items():
        table._base_manager.bulk_create([table(**row) for row in rows], ignore_conflicts=True)
    Generation.objects.all().delete()
    generation.bump()
