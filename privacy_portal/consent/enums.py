"""What kinds of choice there are, what a person may have said, and how far we got in passing it on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChoiceKind(models.TextChoices):
    # We may only after a yes, and a no later ends it: Art. 6(1)(a) and 7(3).
    CONSENT = "consent", _("With your consent")
    # We may until the person objects, and then stop at once: Art. 6(1)(f) and 21.
    OBJECTION = "objection", _("Until you object")
    # Part of what was ordered, so there is nothing to choose: Art. 6(1)(b).
    SERVICE = "service", _("Part of your order")

    @property
    def article(self) -> str:
        """The article which gives the person this choice, or takes it away."""
        return {"consent": "7(3)", "objection": "21", "service": "6(1)(b)"}[self.value]

    @property
    def is_switchable(self) -> bool:
        return self is not ChoiceKind.SERVICE

    @property
    def default(self) -> bool:
        """What holds as long as nobody said anything: silence is no consent (Art. 4(11))."""
        return self is not ChoiceKind.CONSENT


class ConsentState(models.TextChoices):
    # The person said yes; we may.
    GIVEN = "given", _("Consent given")
    # The person took that back; we stop.
    WITHDRAWN = "withdrawn", _("Consent withdrawn")
    # The person objected; we stop at once.
    OBJECTED = "objected", _("Objection made")
    # The person took the objection back; we may again.
    OBJECTION_LIFTED = "objection_lifted", _("Objection taken back")

    @property
    def is_on(self) -> bool:
        return self in ALLOWING


# States in which we may do what the choice is about.
ALLOWING = frozenset({ConsentState.GIVEN, ConsentState.OBJECTION_LIFTED})

# Which word a switch turned on or off deserves, by kind of choice.
STATE_OF = {
    (ChoiceKind.CONSENT, True): ConsentState.GIVEN,
    (ChoiceKind.CONSENT, False): ConsentState.WITHDRAWN,
    (ChoiceKind.OBJECTION, True): ConsentState.OBJECTION_LIFTED,
    (ChoiceKind.OBJECTION, False): ConsentState.OBJECTED,
}


class Method(models.TextChoices):
    """How the person told us."""

    PORTAL = "portal", _("on this site")
    ONE_CLICK = "one_click", _("with the unsubscribe link in a mail")
    REQUEST = "request", _("with a request to the privacy desk")
    # Said by the mailbox, or by the button of its reader for unwanted mail.
    RETURNED = "returned", _("because our mail came back or was reported as unwanted")
    # Not said here: read from the system which already knew.
    SOURCE = "source", _("in another system of ours")


class PassingState(models.TextChoices):
    # We have not told the system yet.
    WAITING = "waiting", _("we are passing this on")
    # The system did not take it; we try again by ourselves.
    RETRYING = "retrying", _("passing this on did not work yet; we try again")
    # The system has it.
    DONE = "done", _("passed on")
    # The system cannot be told by machine; a colleague does it.
    BY_HAND = "by_hand", _("a colleague passes this on by hand")
    # The system has no such switch for this person; nothing had to change.
    NOT_KNOWN = "not_known", _("this system had nothing to change")
    # A newer choice overtook this one before it was passed on.
    OVERTAKEN = "overtaken", _("replaced by a newer choice")


# Somebody or something still has to act.
PENDING = frozenset({PassingState.WAITING, PassingState.RETRYING})
