"""What we say when a code or a link does not open the door: never whose fault, always how to go on."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from privacy_portal.data_subjects.actions import Confirmation
from privacy_portal.data_subjects.enums import Outcome
from privacy_portal.data_subjects.proofs.actions import Proven

OF_CODE = {
    Outcome.NO_TRIES_LEFT: _("This code was tried too often and no longer works. Ask for a new one."),
    Outcome.EXPIRED: _("This code no longer works: it is more than ten minutes old. Ask for a new one."),
    Outcome.USED: _("This code was used already, or a newer one has been sent. Ask for a new one."),
    Outcome.UNKNOWN: _("We did not send a code to this browser. Start again with your e-mail address."),
    Outcome.FROZEN: _("Access to these data has been stopped for safety. Write to us, and we help you."),
    Outcome.REPLACED: _(
        "You sign in with another address now. Was it not you who changed it? Use the link in the mail about it, or "
        "write to us."
    ),
}

OF_LINK = {
    Outcome.EXPIRED: _("This link no longer works: it is more than ten minutes old."),
    Outcome.USED: _("This link was used already, or a newer mail has replaced it."),
    Outcome.UNKNOWN: _("This link is not complete, or it was opened too long ago."),
    Outcome.FROZEN: OF_CODE[Outcome.FROZEN],
    Outcome.REPLACED: OF_CODE[Outcome.REPLACED],
}


# Not whose fault, and the same for everybody (SECURITY V-01, R-06).
BUSY = _(
    "Very many people ask for a code right now. Wait a moment until the line above the button says that we are ready, "
    "and press the button again. Does it not say so? Then try again in a minute, or choose another way below."
)

# Of a second proof: what it was is not said, because who has only the mailbox should not learn it.
OF_PROOF = {
    Outcome.NO_TRIES_LEFT: _(
        "This code was tried too often and no longer works. Ask for a new one, or choose another way below."
    ),
    Outcome.UNKNOWN: _("This code does not work, or not any more. Ask for a new one, or choose another way below."),
}


def about_proof(proven: Proven) -> str:
    if proven.outcome is Outcome.WRONG:
        return ngettext(
            "This code is not right. Look once more; you can try %(tries)s more time.",
            "This code is not right. Look once more; you can try %(tries)s more times.",
            proven.tries_left,
        ) % {"tries": proven.tries_left}
    return str(OF_PROOF[proven.outcome])


def about_code(confirmation: Confirmation) -> str:
    if confirmation.outcome is Outcome.WRONG:
        return wrong(confirmation.tries_left)
    return str(OF_CODE[confirmation.outcome])


def wrong(tries: int) -> str:
    return ngettext(
        "This is not the code we sent. Look in the mail again; you can try %(tries)s more time.",
        "This is not the code we sent. Look in the mail again; you can try %(tries)s more times.",
        tries,
    ) % {"tries": tries}
