"""What the ledger may say about a person and their sessions."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

SUBJECT_CREATED = "data_subject.created"
IDENTIFIER_VERIFIED = "data_subject.identifier_verified"
ADDRESS_RETURNED = "data_subject.address_returned"
SIGNED_IN = "data_subject.signed_in"
SIGNED_OUT = "data_subject.signed_out"
SESSION_ENDED = "data_subject.session_ended"
STEPPED_UP = "data_subject.stepped_up"
LETTER_ASKED = "data_subject.letter_asked"
PROOF_CODE_MADE = "data_subject.proof_code_made"
PROOF_CODE_WRONG = "data_subject.proof_code_wrong"
FROZEN = "data_subject.frozen"
UNFROZEN = "data_subject.unfrozen"
NEVER_CONFIRMED = "data_subject.never_confirmed"

register_event(SUBJECT_CREATED, _("First known here"))
register_event(IDENTIFIER_VERIFIED, _("E-mail address confirmed"))
register_event(ADDRESS_RETURNED, _("Our mail came back: the e-mail address has to be confirmed again"))
register_event(SIGNED_IN, _("Signed in"))
register_event(SIGNED_OUT, _("Signed out"))
register_event(SESSION_ENDED, _("Session on another device ended"))
register_event(STEPPED_UP, _("Proved once more who you are"))
register_event(LETTER_ASKED, _("Letter with a code asked for"))
register_event(PROOF_CODE_MADE, _("Code made with which you can prove who you are"))
register_event(PROOF_CODE_WRONG, _("A wrong code was typed as second proof"))
register_event(FROZEN, _("Access stopped until we have looked at it"))
register_event(UNFROZEN, _("Access opened again"))
register_event(NEVER_CONFIRMED, _("Requests that nobody confirmed went after a week"))
