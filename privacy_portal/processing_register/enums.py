"""Words of the register that a program must also understand. A blank choice always means: not stated."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecipientRole(models.TextChoices):
    """What a party is towards the venue. GDPR Art. 4(7), 4(8), 26 and 28."""

    PROCESSOR = "processor", _("Processor")
    SUB_PROCESSOR = "sub-processor", _("Sub-processor")
    PARTNER = "partner", _("Cooperation partner")
    INDEPENDENT_CONTROLLER = "independent-controller", _("Independent controller")
    JOINT_CONTROLLER = "joint-controller", _("Joint controller")


class EntryStatus(models.TextChoices):
    """An entry in use is never deleted: it ends, and stays readable for staff."""

    ACTIVE = "active", _("In use")
    ENDED = "ended", _("Ended")


class AgreementKind(models.TextChoices):
    """Art. 28(3) asks a processing agreement of processors, Art. 26 an arrangement of joint controllers."""

    PROCESSING = "processing", _("Processing agreement")
    COOPERATION = "cooperation", _("Cooperation agreement")
    JOINT = "joint", _("Joint controller arrangement")


class AgreementStatus(models.TextChoices):
    PREPARING = "preparing", _("In preparation")
    CONCLUDED = "concluded", _("Concluded")
    NOT_NEEDED = "not-needed", _("Not needed")
    ENDED = "ended", _("Ended")


class Safeguard(models.TextChoices):
    """What makes a transfer outside the European Economic Area lawful. Art. 45 to 49."""

    ADEQUACY = "adequacy", _("Adequacy decision (Art. 45)")
    STANDARD_CLAUSES = "scc", _("Standard contractual clauses (Art. 46)")
    BINDING_RULES = "bcr", _("Binding corporate rules (Art. 47)")
    DEROGATION = "derogation", _("Derogation for a specific situation (Art. 49)")


class Region(models.TextChoices):
    """Where a party is established, as far as the rules on transfers care."""

    EEA = "eea", _("Inside the EEA")
    OUTSIDE = "outside", _("Outside the EEA")
    UNKNOWN = "unknown", _("Not stated")


class Criticality(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class Sensitivity(models.TextChoices):
    """Kinds of data with rules of their own: Art. 9, Art. 10, and the citizen number (UAVG 46)."""

    ORDINARY = "ordinary", _("Ordinary personal data")
    SENSITIVE = "sensitive", _("Ordinary, but sensitive (such as financial data)")
    SPECIAL = "special", _("Special category (Art. 9)")
    CRIMINAL = "criminal", _("Criminal data (Art. 10)")
    NATIONAL_ID = "national-id", _("Citizen service number (BSN)")


class Mandatory(models.TextChoices):
    """Art. 13(2)(e): whether someone has to give the data."""

    REQUIRED = "required", _("Required")
    OPTIONAL = "optional", _("Optional")


class StartEvent(models.TextChoices):
    """The day from which a retention period counts."""

    RECORDED = "recorded", _("the day on which the data were recorded")
    LAST_VISIT = "last-visit", _("the day of the last visit")
    CONSENT_WITHDRAWN = "consent-withdrawn", _("the day on which consent was withdrawn")
    CASE_CLOSED = "case-closed", _("the day on which the request was closed")


class AtEnd(models.TextChoices):
    """What happens when the period is over."""

    ERASE = "erase", _("The data are erased")
    ANONYMISE = "anonymise", _("The data are anonymised: what remains points to no one")


class DpiaStatus(models.TextChoices):
    """Art. 35: the assessment that a risky processing needs before it starts."""

    NOT_NEEDED = "not-needed", _("Not needed")
    NEEDED = "needed", _("Needed, not done yet")
    DONE = "done", _("Done")


class CookieKind(models.TextChoices):
    """In the order in which the cookie page shows them."""

    FUNCTIONAL = "functional", _("Functional cookies")
    ANALYTICAL = "analytical", _("Analytical cookies")
    SOCIAL = "social", _("Social media cookies")
    ADVERTISING = "advertising", _("Advertising cookies")


class CookieScope(models.TextChoices):
    """Which site sets the cookie. Only cookies of this site can ask for consent here."""

    THIS_SITE = "this-site", _("This privacy site")
    VENUE_SITE = "venue-site", _("The website and ticket shop")


class BreachNature(models.TextChoices):
    """What was broken (EDPB Guidelines 9/2022)."""

    CONFIDENTIALITY = "confidentiality", _("Confidentiality")
    INTEGRITY = "integrity", _("Integrity")
    AVAILABILITY = "availability", _("Availability")


class BreachRisk(models.TextChoices):
    """Art. 33(1), 34(1): no risk is only recorded, a risk is reported, a high risk also to people."""

    NONE = "none", _("No risk is likely")
    RISK = "risk", _("A risk")
    HIGH = "high", _("A high risk")
