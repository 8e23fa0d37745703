"""What the ledger can say about a case. The list is complete: an unregistered name is refused."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

RECEIVED = "rights_request.received"
TAKEN = "rights_request.taken"
VIEWED = "rights_request.viewed"
ASKED = "rights_request.asked"
MESSAGE_SENT = "rights_request.message_sent"
REPLIED = "rights_request.replied"
IDENTITY_DOUBTED = "rights_request.identity_doubted"
IDENTITY_PROPOSED = "rights_request.identity_proposed"
IDENTITY_CONFIRMED = "rights_request.identity_confirmed"
RESUMED = "rights_request.resumed"
EXTENDED = "rights_request.extended"
ANSWERED = "rights_request.answered"
REFUSED = "rights_request.refused"
WITHDRAWN = "rights_request.withdrawn"
ERASURE_PROPOSED = "rights_request.erasure_proposed"
ERASURE_APPROVED = "rights_request.erasure_approved"
BY_HAND_NEEDED = "rights_request.by_hand_needed"
BY_HAND_ASKED = "rights_request.by_hand_asked"
BY_HAND_REMINDED = "rights_request.by_hand_reminded"
BY_HAND_ENDED = "rights_request.by_hand_ended"
UNMASKED = "rights_request.unmasked"
DOCUMENT_ASKED = "rights_request.document_asked"
DOCUMENT_SENT = "rights_request.document_sent"
DOCUMENT_ENDED = "rights_request.document_ended"
NOTED = "rights_request.noted"
ATTACHMENT_OPENED = "rights_request.attachment_opened"
FORGOTTEN = "rights_request.forgotten"
# Made at the desk, from the command line (casework); told here, because the person's own pages know this room.
SUBJECT_REPORT_MADE = "casework.subject_report_made"
# Somebody of the venue saw what a person has here (VNG logging standard): they may see that, and why.
LOOKS = (VIEWED, UNMASKED, ATTACHMENT_OPENED, SUBJECT_REPORT_MADE)

EVENTS = {
    RECEIVED: _("A request was received"),
    TAKEN: _("The privacy desk took up a request"),
    VIEWED: _("A request was opened to be read"),
    ASKED: _("The privacy desk asked a question"),
    MESSAGE_SENT: _("The privacy desk sent a message"),
    REPLIED: _("A reply to the privacy desk was sent"),
    IDENTITY_DOUBTED: _("The privacy desk asked who made the request; the clock stands still"),
    IDENTITY_PROPOSED: _("Someone at the privacy desk says, after doubt, to know who made the request"),
    IDENTITY_CONFIRMED: _("The privacy desk confirmed who made the request"),
    RESUMED: _("The clock of a request runs again"),
    EXTENDED: _("The term of a request was extended"),
    ANSWERED: _("A request was answered"),
    REFUSED: _("A request was refused"),
    WITHDRAWN: _("A request was withdrawn"),
    ERASURE_PROPOSED: _("Someone at the privacy desk proposed to erase"),
    ERASURE_APPROVED: _("A second person at the privacy desk agreed to erase"),
    BY_HAND_NEEDED: _("It was noted which organisations are asked by hand for a request"),
    BY_HAND_ASKED: _("The privacy desk asked an organisation by hand"),
    BY_HAND_REMINDED: _("An organisation was reminded of a question"),
    BY_HAND_ENDED: _("What came of asking an organisation was written down"),
    UNMASKED: _("Your address, bank account and date of birth were seen in full, for a reason"),
    DOCUMENT_ASKED: _("The privacy desk asked for a copy of an identity document"),
    DOCUMENT_SENT: _("A copy of an identity document was sent"),
    DOCUMENT_ENDED: _("No copy of an identity document is kept or asked for any more"),
    NOTED: _("The privacy desk wrote an internal note"),
    ATTACHMENT_OPENED: _("An attachment was opened"),
    FORGOTTEN: _("The contents of an old request were destroyed"),
    SUBJECT_REPORT_MADE: _("The privacy desk put together what we hold, for a request by phone or on paper"),
}


def register() -> None:
    for name, label in EVENTS.items():
        register_event(name, label)
