"""As what somebody asks for another, what shows it, and how far the check is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Capacity(TextChoices):
    """`PAPERS` says what shows it."""

    PARENT = "parent", _("My child, who is younger than 16")
    GUARDIAN = "guardian", _("Somebody whose guardian, mentor or administrator I am")
    AGENT = "agent", _("Somebody who gave me permission in writing")
    HEIR = "heir", _("Somebody who has died")

    @property
    def is_about_minor(self) -> bool:
        """UAVG art. 5: under sixteen a parent or guardian uses the rights."""
        return self == Capacity.PARENT

    @property
    def is_about_deceased(self) -> bool:
        """The regulation no longer protects who has died (recital 27), so staff looks at what may still be told."""
        return self == Capacity.HEIR


PAPERS: dict[Capacity, object] = {
    Capacity.PARENT: _("An extract from the register of births or of custody. A letter from the school will do too."),
    Capacity.GUARDIAN: _("The decision of the court, or an extract from the register of guardianship."),
    Capacity.AGENT: _("The power of attorney, signed by the person you ask for, with for what and until when."),
    Capacity.HEIR: _("The certificate of inheritance, or the deed of death with what shows that you are family."),
}
"""What shows it. Never an identity document (V-07): that says who somebody is, not for whom they may ask."""


class Check(TextChoices):
    WAITING = "waiting", pgettext_lazy("check of papers", "Not checked yet")
    """Nobody at the desk has looked at the papers."""
    MORE_NEEDED = "more_needed", pgettext_lazy("check of papers", "More is needed")
    """The desk asked who asks for something better."""
    ACCEPTED = "accepted", pgettext_lazy("check of papers", "May ask for this person")
    REJECTED = "rejected", pgettext_lazy("check of papers", "May not ask for this person")


class Seen(TextChoices):
    """How the desk saw the papers."""

    UPLOADED = "uploaded", _("Sent with the request")
    AT_DESK = "at_desk", _("Shown at the box office, and not copied")
    REGISTER = "register", _("Looked up in a public register")


class Told(TextChoices):
    """How the person concerned heard that somebody asks on their behalf."""

    MAIL = "mail", _("By e-mail")
    LETTER = "letter", _("By letter to the address we have")
    PHONE = "phone", _("By telephone, on the number we have")
    NOBODY = "nobody", _("There is nobody to tell")


class ResultsTo(TextChoices):
    """Where the answer goes. To the person themselves, unless the desk decides otherwise and says why."""

    PERSON = "person", _("To the person concerned, on this site and by e-mail")
    LETTER = "letter", _("To the person concerned, by letter to the address we have")
    DELEGATE = "delegate", _("To who asks")
