"""What the ledger may say about sources."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

IMPORTED = "data_sources.imported"
SETTING_SAVED = "data_sources.setting_saved"
TESTED = "data_sources.tested"

register_event(IMPORTED, _("Customers and orders imported from the ticket shop"))
register_event(SETTING_SAVED, _("It was decided which party keeps a source and what it covers"))
register_event(TESTED, _("The connection with a source was tested"))
