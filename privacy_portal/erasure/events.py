"""What the ledger may say about erasure."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

STARTED = "erasure.started"
STEP_FINISHED = "erasure.step_finished"
STEP_FAILED = "erasure.step_failed"
FINISHED = "erasure.finished"
TOLD = "erasure.told"
IDENTITY_FORGOTTEN = "erasure.identity_forgotten"
RETENTION_APPLIED = "erasure.retention_applied"

register_event(STARTED, _("Erasure of your data started"))
register_event(STEP_FINISHED, _("Your data erased in one system"))
register_event(STEP_FAILED, _("Erasing in one system did not work"))
register_event(FINISHED, _("Erasure of your data finished"))
register_event(TOLD, _("Told you that data were erased"))
register_event(IDENTITY_FORGOTTEN, _("Sign-in to this site erased"))
register_event(RETENTION_APPLIED, _("Data past their period erased or made anonymous"))
