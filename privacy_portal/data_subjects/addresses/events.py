"""What the ledger may say about the addresses of a person."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

PROOF_ASKED = "data_subject.address_proof_asked"
REFUSED = "data_subject.address_refused"
CHANGED = "data_subject.address_changed"
CHANGE_UNDONE = "data_subject.address_change_undone"
JOINED = "data_subject.addresses_joined"
PARTED = "data_subject.addresses_parted"
SWITCHED = "data_subject.address_switched"

register_event(PROOF_ASKED, _("A code was sent to another e-mail address"))
register_event(REFUSED, _("Another e-mail address was proven and could not be used"))
register_event(CHANGED, _("The e-mail address to sign in with was changed"))
register_event(CHANGE_UNDONE, _("A change of e-mail address was undone: “this was not me”"))
register_event(JOINED, _("A second e-mail address was joined"))
register_event(PARTED, _("A joined e-mail address was taken apart again"))
register_event(SWITCHED, _("From one joined e-mail address to the other"))
