"""How far a download is, and who did not answer, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from privacy_portal.data_sources import registry
from privacy_portal.exports.enums import ExportState
from privacy_portal.exports.models import Export


def progress_sentence(export: Export) -> str:
    if export.state == ExportState.BUILDING and export.sources_total:
        words = {"done": export.sources_done, "total": export.sources_total}
        return _("We are gathering your data: %(done)d of %(total)d places asked.") % words
    if export.is_partial:
        return _("Your file is ready, but it is not complete.")
    return SENTENCES.get(ExportState(export.state), lambda: _("We start in a moment."))()


SENTENCES = {
    ExportState.QUEUED: lambda: _("We start in a moment. Usually your file is ready within a minute."),
    ExportState.READY: lambda: _("Your file is ready."),
    ExportState.FAILED: lambda: _("It did not work. Try again in a while."),
    ExportState.EXPIRED: lambda: _("This file was destroyed."),
}


def labels_of(keys: Sequence[str]) -> list[str]:
    """Sources by name; one that was unplugged since keeps its key."""
    labels = {source.key: str(source.label) for source in registry.sources()}
    return [labels.get(key, key) for key in keys]
