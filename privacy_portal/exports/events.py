"""What the ledger may say about downloads."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

REQUESTED = "export.requested"
COMPLETION_REQUESTED = "export.completion-requested"
READY = "export.ready"
FAILED = "export.failed"
DOWNLOADED = "export.downloaded"
EXPIRED = "export.expired"

register_event(REQUESTED, _("Download of your data asked for"))
register_event(COMPLETION_REQUESTED, _("Missing part of your download asked for"))
register_event(READY, _("Download of your data ready"))
register_event(FAILED, _("Download of your data could not be made"))
register_event(DOWNLOADED, _("Your data downloaded"))
register_event(EXPIRED, _("Download of your data destroyed"))
