"""What the ledger may say about corrections: which field, where and what came of it; never a value."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

ASKED = "correction.asked"
PASSED_ON = "correction.passed_on"
SETTLED = "correction.settled"

register_event(ASKED, _("A correction of own data was asked"))
register_event(PASSED_ON, _("A correction was passed on to a system"))
register_event(SETTLED, _("Everything that could be done about a correction was done"))
