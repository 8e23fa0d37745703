"""What staff may decide about a source, as an action."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import events
from .contract import Source
from .models import SourceSetting


@transaction.atomic
def decide(source: Source, *, processor: str, categories: Collection[str], by: Actor, now: datetime) -> SourceSetting:
    """Which party keeps it (Art. 28, 30(1)(d)) and what it covers; keys of the register."""
    row, _is_new = SourceSetting.objects.update_or_create(
        source=source.key, defaults={"processor": processor, "categories": sorted(categories)}
    )
    facts = {"source": source.key, "processor": processor, "categories": row.categories}
    record(events.SETTING_SAVED, by=by, target=f"source:{source.key}", facts=facts, now=now)
    return row
