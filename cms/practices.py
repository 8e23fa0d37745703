"""What the machinery does, told to the drift report: only here is everything known. A row per promise of the policy
that something keeps; add one when a new machine starts to keep a promise."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from privacy_portal.consent.choices import choices
from privacy_portal.consent.enums import ChoiceKind
from privacy_portal.data_sources.assignments import assignments
from privacy_portal.data_sources.registry import sources
from privacy_portal.data_subjects.cookies import link_cookie_name
from privacy_portal.erasure.retention import periods
from privacy_portal.gdpr.lawful_bases import LawfulBasis
from privacy_portal.privacy_policy.drift.practice import Fact, Practice, Promised, register
from privacy_portal.privacy_policy.drift.promises import ANSWER, HOST_ONLY
from privacy_portal.processing_register.queries import explanations
from privacy_portal.rights_requests.clock import promised_period
from privacy_portal.self_service.rights_requests.guides import GUIDES

COOKIE_SETTINGS = (
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "CUSTOMER_COOKIE_NAME",
    "CUSTOMER_NONCE_COOKIE_NAME",
)
# A switch belongs to a ground: consent can be withdrawn (Art. 7(3)), an own interest objected to (Art. 21).
GROUNDS = {
    ChoiceKind.CONSENT: LawfulBasis.CONSENT,
    ChoiceKind.OBJECTION: LawfulBasis.LEGITIMATE_INTERESTS,
}


def periods_applied(language_code: str) -> Iterator[Fact]:
    """As the retention sweep applies them, whatever the language of the register that states them."""
    named = explanations(language_code)
    with translation.override(language_code):
        for activity, period in periods().items():
            name = named[activity].name if activity in named else activity
            yield Fact(activity, name, str(period), period.label())


def days_to_answer(language_code: str) -> Iterator[Fact]:
    """As the clock of a rights request counts them."""
    with translation.override(language_code):
        yield Fact(ANSWER, "", settings.VENUE_ANSWER_DAYS, promised_period().label())


def rights_offered(language_code: str) -> Iterator[Fact]:
    with translation.override(language_code):
        yield from (Fact(right.value, str(right.label)) for right in GUIDES)


def parties_asked(language_code: str) -> Iterator[Fact]:
    """Who keeps the data of each source; a source of this site itself has no processor."""
    with translation.override(language_code):
        kept_by = assignments()
        for source in sources():
            if processor := kept_by[source.key].processor:
                yield Fact(processor, str(source.label))


def cookies_set(language_code: str) -> Iterator[Fact]:
    names = [*(getattr(settings, name) for name in COOKIE_SETTINGS), link_cookie_name()]
    yield from (Fact(name.removeprefix(HOST_ONLY), name) for name in names)


def grounds_of_switches(language_code: str) -> Iterator[Fact]:
    """What customers may switch on and off; part of an order is no choice."""
    with translation.override(language_code):
        for choice in choices(language_code).values():
            if choice.kind in GROUNDS and choice.offered:
                basis = GROUNDS[choice.kind]
                yield Fact(choice.activity, str(choice.label), basis.article, str(basis.label))


PRACTICES = (
    Practice("engine", _("Period that is applied"), Promised.PERIODS, periods_applied),
    Practice("clock", _("Term to answer a request"), Promised.ANSWER_DAYS, days_to_answer),
    Practice("portal", _("Rights in the portal"), Promised.RIGHTS, rights_offered),
    Practice("sources", _("Systems that are asked for data"), Promised.PROCESSORS, parties_asked),
    Practice("browser", _("Cookies that are set"), Promised.COOKIES, cookies_set),
    Practice("switches", _("Switches for customers"), Promised.GROUNDS, grounds_of_switches),
)


def register_all() -> None:
    for practice in PRACTICES:
        register(practice)
