"""What the ledger may say about choices."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

from .enums import ConsentState

GIVEN = "consent.given"
WITHDRAWN = "consent.withdrawn"
OBJECTED = "consent.objected"
OBJECTION_LIFTED = "consent.objection_lifted"
PASSED_ON = "consent.passed_on"
NOTICES_CONFIRMED = "consent.notices_confirmed"
NOTICES_ENDED = "consent.notices_ended"

register_event(GIVEN, _("Consent given"))
register_event(WITHDRAWN, _("Consent withdrawn"))
register_event(OBJECTED, _("Objection made"))
register_event(OBJECTION_LIFTED, _("Objection taken back"))
register_event(PASSED_ON, _("Choice passed on to another system"))
register_event(NOTICES_CONFIRMED, _("Subscribed to notices of the privacy policy"))
register_event(NOTICES_ENDED, _("Unsubscribed from notices of the privacy policy"))

EVENT_OF = {
    ConsentState.GIVEN: GIVEN,
    ConsentState.WITHDRAWN: WITHDRAWN,
    ConsentState.OBJECTED: OBJECTED,
    ConsentState.OBJECTION_LIFTED: OBJECTION_LIFTED,
}
