"""What the ledger may say about a person and their sessions."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

SUBJECT_CREATED = "data_subject.created"
IDENTIFIER_VERIFIED = "data_subject.identifier_verified"
SIGNED_IN = "data_subject.signed_in"
SIGNED_OUT = "data_subject.signed_out"
SESSION_ENDED = "data_subject.session_ended"
STEPPED_UP = "data_subject.stepped_up"
FROZEN = "data_subject.frozen"
UNFROZEN = "data_subject.unfrozen"

register_event(SUBJECT_CREATED, _("First known here"))
register_event(IDENTIFIER_VERIFIED, _("E-mail address confirmed"))
register_event(SIGNED_IN, _("Signed in"))
register_event(SIGNED_OUT, _("Signed out"))
register_event(SESSION_ENDED, _("Session on another device ended"))
register_event(STEPPED_UP, _("Proved once more who you are"))
register_event(FROZEN, _("Access stopped until we have looked at it"))
register_event(UNFROZEN, _("Access opened again"))
