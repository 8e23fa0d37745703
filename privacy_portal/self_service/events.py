"""What the portal itself tells the ledger, beside what the rooms below record."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

PROOF_FAILED = "self_service.proof_failed"

register_event(PROOF_FAILED, _("An order number and postcode were tried that do not belong together"))
