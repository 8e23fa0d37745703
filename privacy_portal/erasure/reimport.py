"""What an import asks before it writes people: who of them asked to be forgotten (SECURITY E-06)."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError

from privacy_portal.data_sources.contract import Handle
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.identifiers import email_index

from .models import Suppression


def forgotten(source: str, handles: Collection[Handle]) -> dict[Handle, datetime]:
    """Those who were forgotten in this source, each since when; one query for all of them."""
    by_index = {index: handle for handle in handles if (index := _index(handle))}
    rows = Suppression.objects.filter(source=source, index__in=by_index).values_list("index", "since")
    return {by_index[index]: since for index, since in rows}


def _index(handle: Handle) -> str:
    """Only addresses are on the list; what is no address matches nobody."""
    try:
        return email_index(handle.value) if handle.kind == IdentifierKind.EMAIL else ""
    except ValidationError:
        return ""
