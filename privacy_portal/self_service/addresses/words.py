"""What we say when an address is not proven, or is and cannot be used: how to go on, and never a word about others that
whoever asks could not read in that mailbox."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.data_subjects.addresses.enums import Refusal
from privacy_portal.data_subjects.addresses.proving import Proven
from privacy_portal.data_subjects.enums import Outcome
from privacy_portal.self_service.sign_in.messages import OF_CODE, wrong

UNKNOWN_LINK = _(
    "This link works only in the browser in which you asked for it, while you are signed in there. Go back to that "
    "browser, or type the code from the mail there."
)

REFUSED = {
    Refusal.TAKEN: _(
        "This address is in use here already, as the sign-in of somebody. We never make two people one by ourselves. "
        "Is it yours as well? Then join it instead, or write to us."
    ),
    Refusal.SHARED: _(
        "On one of these addresses there are records with different names, so more than one person seems to use it. "
        "Then the mail alone does not prove whose records they are, and we change nothing by ourselves. Write to the "
        "privacy desk, or come by the box office: we sort it out with each of you."
    ),
    Refusal.NOT_ASKED: _(
        "One of the systems in which we look did not answer, so nothing has changed. Try again in a quarter of an hour."
    ),
    Refusal.FROZEN: _("Access to these data has been stopped for safety. Write to us, and we help you."),
    Refusal.SAME: _("You sign in with this address already, so nothing has changed."),
}


def about_code(proven: Proven) -> str:
    return wrong(proven.tries_left) if proven.outcome is Outcome.WRONG else str(OF_CODE[proven.outcome])


def about_link(proven: Proven) -> str:
    return str(UNKNOWN_LINK if proven.outcome is Outcome.UNKNOWN else OF_CODE[proven.outcome])
