"""Words of the law that more than one room uses, and the glossary that explains them to a reader."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SpecialCategory(TextChoices):
    """Not to be processed unless Art. 9(2) or 10 allows it (UAVG art. 22-33, 46)."""

    ORIGIN = "origin", _("Racial or ethnic origin")
    POLITICS = "politics", _("Political opinions")
    BELIEF = "belief", _("Religious or philosophical beliefs")
    UNION = "union", _("Trade union membership")
    GENETIC = "genetic", _("Genetic data")
    BIOMETRIC = "biometric", _("Biometric data that identify a person")
    HEALTH = "health", _("Health")
    SEXUAL = "sexual", _("Sex life or sexual orientation")
    CRIMINAL = "criminal", _("Criminal convictions and offences")
    NATIONAL_NUMBER = "national_number", _("National identification number")

    @property
    def article(self) -> str:
        return _ARTICLES.get(self, "9(1)")


_ARTICLES = {SpecialCategory.CRIMINAL: "10", SpecialCategory.NATIONAL_NUMBER: "87"}


@dataclass(frozen=True)
class Term:
    key: str
    word: str | Promise
    meaning: str | Promise
    article: str


GLOSSARY: tuple[Term, ...] = (
    Term(
        "personal-data",
        _("Personal data"),
        _("Everything that says something about a person we can identify."),
        "4(1)",
    ),
    Term(
        "processing",
        _("Processing"),
        _("Anything done with personal data: collecting, keeping, using, sharing, erasing."),
        "4(2)",
    ),
    Term("controller", _("Controller"), _("Who decides why and how personal data are processed."), "4(7)"),
    Term(
        "processor",
        _("Processor"),
        _("Who processes personal data for the controller and on its instructions."),
        "4(8)",
    ),
    Term("data-subject", _("Data subject"), _("The person whom the data are about."), "4(1)"),
    Term("recipient", _("Recipient"), _("Anyone to whom personal data are given."), "4(9)"),
    Term(
        "consent",
        _("Consent"),
        _("A free, specific, informed and clear yes, which may be withdrawn."),
        "4(11)",
    ),
    Term(
        "breach",
        _("Personal data breach"),
        _("Personal data were lost, changed, or seen by someone who should not see them."),
        "4(12)",
    ),
    Term(
        "lawful-basis",
        _("Lawful basis"),
        _("The reason in the law that allows a processing activity."),
        "6(1)",
    ),
    Term(
        "retention-period",
        _("Retention period"),
        _("How long personal data are kept before they are erased or anonymised."),
        "5(1)(e)",
    ),
    Term(
        "anonymise",
        _("Anonymise"),
        _("Changing data so that nobody can tell any more whom they are about."),
        "rec. 26",
    ),
    Term(
        "data-protection-officer",
        _("Data protection officer"),
        _("Who watches independently whether an organisation obeys the privacy law."),
        "37",
    ),
    Term(
        "processing-register",
        _("Processing register"),
        _("The list of everything an organisation does with personal data."),
        "30",
    ),
    Term(
        "supervisory-authority",
        _("Supervisory authority"),
        _("The public body that enforces the privacy law: the Autoriteit Persoonsgegevens."),
        "51",
    ),
)
