from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ending(TextChoices):
    """How it ended. Whatever it was, the picture is gone."""

    MATCHES = "matches", _("It shows that it is this person")
    DIFFERS = "differs", _("It does not show that it is this person")
    NOT_COVERED = "not_covered", _("Number or photograph was not covered, so it was not used")
    TOO_OLD = "too_old", _("Nobody looked at it within seven days")
    NOT_NEEDED = "not_needed", _("It was no longer needed")


# What somebody of the desk says who looked at it.
LOOKED_AT = frozenset({Ending.MATCHES, Ending.DIFFERS, Ending.NOT_COVERED})
