"""What the ledger may say about asking for somebody else."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

ASKED = "rights_request.asked_for_other"
DELEGATED = "rights_request.delegate_added"
TOLD = "rights_request.delegate_told"
CHECKED = "rights_request.delegate_checked"
PAPERS_SENT = "rights_request.delegate_papers"
OBJECTED = "rights_request.delegate_objected"

register_event(ASKED, _("A request was made for somebody else"))
register_event(DELEGATED, _("Somebody made a request on your behalf"))
register_event(TOLD, _("It was written down how you were told that somebody asks on your behalf"))
register_event(CHECKED, _("The privacy desk checked whether somebody may ask on your behalf"))
register_event(PAPERS_SENT, _("Who asks on your behalf sent papers"))
register_event(OBJECTED, _("You objected: nobody may ask this on your behalf"))
