"""How a person is known, and what came of a code or a link."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IdentifierKind(models.TextChoices):
    EMAIL = "email", _("E-mail address")
    CUSTOMER_NUMBER = "customer-number", _("Customer number")
    PHONE = "phone", _("Phone number")


class Method(models.TextChoices):
    """How a session came to be, or was raised."""

    CODE = "code", pgettext_lazy("sign-in method", "Code from the mail")
    LINK = "link", pgettext_lazy("sign-in method", "Link in the mail")


class Outcome(models.TextChoices):
    """What came of one try. Each but the first is told at the field, in words that say how to go on."""

    CONFIRMED = "confirmed"
    # The code is not the one we sent; there are tries left.
    WRONG = "wrong"
    # This was the last try: a new code is needed.
    NO_TRIES_LEFT = "no-tries-left"
    # Ten minutes have passed.
    EXPIRED = "expired"
    # Somebody confirmed with it already, or a newer code replaced it.
    USED = "used"
    # This browser asked for nothing (or we never sent this link).
    UNKNOWN = "unknown"
    # The person told us "this was not me"; staff must look first.
    FROZEN = "frozen"
    # The person whose address this was signs in with another one now.
    REPLACED = "replaced"
