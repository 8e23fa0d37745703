"""Why somebody does not come in through the directory: what the page says, and one word for the ledger."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """The label is the sentence on the page. It holds nothing that the directory or the browser said."""

    # The directory's fault, or the way to it.
    AWAY = "away", _("Your organisation's directory does not answer now. Try again in a few minutes.")
    UNPROVEN = "unproven", _("What your organisation's directory answered could not be verified.")
    # The directory said no, or too little.
    DENIED = "denied", _("Your organisation's directory did not let you in, or you stopped halfway.")
    WEAK = "weak", _("Your organisation's directory did not check strongly enough who you are.")
    # Ours.
    NOT_BEGUN = "not begun", _("This sign-in was not begun in this browser, was used before, or took too long.")
    OFTEN = "often", _("There were too many attempts from your network. Wait a quarter of an hour and try again.")
    UNKNOWN = "unknown", _("Your account in the directory is not linked to an account here.")
    CLOSED = "closed", _("Your account here is closed. Ask a colleague who administers this site.")
    TAKEN = "taken", _("This account in the directory is linked to another account here.")
    LINKED = "linked", _("Your account here is linked to the directory already. End that first.")


STATUS = {Reason.AWAY: 503, Reason.OFTEN: 429}


class Failed(Exception):
    """`detail` is a word of ours for the ledger, where the reason alone says too little."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason.value)
        self.reason, self.detail = reason, detail

    @property
    def status(self) -> int:
        return STATUS.get(self.reason, 403)
