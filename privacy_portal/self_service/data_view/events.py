"""Looking at personal data is an event, also when one looks at one's own (SECURITY L-01)."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

OPENED = "data_view.opened"
UNMASKED = "data_view.unmasked"

register_event(OPENED, _("Own data looked at"))
register_event(UNMASKED, _("Bank account and date of birth shown in full"))
