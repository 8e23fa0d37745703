"""Why an address is proven from within a session, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    # The person signs in with it from now on, and no longer with the old one.
    CHANGE = "change", _("Sign in with this address from now on")
    # It is theirs as well, with records of its own.
    JOIN = "join", _("Join this address to yours")


class Refusal(models.TextChoices):
    """Why a proven address could not be used. Said only to who reads its mail, so it tells nobody anything new."""

    # Somebody is known by it already; two people are never made one.
    TAKEN = "taken"
    # One address, several names: whoever reads the mail is not the only one whose records these are.
    SHARED = "shared"
    # A place that could know whether the address is shared did not answer.
    NOT_ASKED = "not-asked"
    # Somebody told us "this was not me"; staff looks first.
    FROZEN = "frozen"
    # It is this person's own already.
    SAME = "same"
