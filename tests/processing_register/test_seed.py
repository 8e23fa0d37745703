"""What the venue's published policy says is in the register, and on the pages. The policy is read, never copied."""

import re

import pytest
from django.conf import settings

from privacy_portal.gdpr.lawful_bases import LawfulBasis
from privacy_portal.processing_register import queries
from privacy_portal.processing_register.enums import CookieKind, CookieScope, RecipientRole

ACTIVITIES = {
    "ticket-order",
    "refund",
    "account",
    "waiting-list",
    "service-mail",
    "change-notice",
    "locker",
    "newsletter",
    "loyalty",
    "postal-mailing",
    "evaluation-mail",
    "audience-analysis",
    "artist-sharing",
    "co-organiser-sharing",
    "ticketmaster-sale",
    "business-relations",
    "web-analytics",
    "social-advertising",
    "camera",
    "rights-request",
    "policy-notices",
}
CATEGORIES = {
    "name",
    "address",
    "postcode",
    "city",
    "country",
    "email",
    "phone",
    "birth-date",
    "bank-account",
    "order",
    "ticket",
    "waiting-list",
    "newsletter",
    "loyalty",
    "preferences",
    "locker",
    "visit-history",
    "account",
    "feedback",
    "web-behaviour",
    "camera-images",
    "rights-request",
    "organisation",
}
PROCESSORS = {
    "gentleware",
    "ticketmaster",
    "mailchimp",
    "tribe",
    "keynius",
    "google",
    "cj2",
    "zalsman",
    "kw-theaterpromotie",
    "kiemfabriek",
    "arno-hoogma",
}
BASES = {
    "ticket-order": LawfulBasis.CONTRACT,
    "refund": LawfulBasis.CONTRACT,
    "locker": LawfulBasis.CONTRACT,
    "change-notice": LawfulBasis.CONTRACT,
    "newsletter": LawfulBasis.CONSENT,
    "loyalty": LawfulBasis.CONSENT,
    "policy-notices": LawfulBasis.CONSENT,
    "artist-sharing": LawfulBasis.CONSENT,
    "postal-mailing": LawfulBasis.LEGITIMATE_INTERESTS,
    "evaluation-mail": LawfulBasis.LEGITIMATE_INTERESTS,
    "audience-analysis": LawfulBasis.LEGITIMATE_INTERESTS,
    "co-organiser-sharing": LawfulBasis.LEGITIMATE_INTERESTS,
    # The policy names none for measuring the website, so neither does the register.
    "web-analytics": None,
}


@pytest.fixture(scope="session")
def section_six(seed_policy) -> list[str]:
    """The lines of section 6 that name a party each."""
    text = seed_policy.read_text(encoding="utf-8")
    section = re.search(r"^6\. .*?(?=^7\. )", text, re.MULTILINE | re.DOTALL)
    assert section, "the policy has no section 6"
    return re.findall(r"^- (.+)$", section.group(), re.MULTILINE)


def parties_of(line: str) -> list[str]:
    """Names before the colon, without link marks; "A en B" are two."""
    names = re.sub(r"\[(.+?)\]\(.*?\)", r"\1", line.partition(":")[0])
    return [name.replace("/ ", "/").strip() for name in names.split(" en ")]


@pytest.mark.parametrize("path", ["/verwerkers/", "/en/processors/"])
def test_every_party_of_section_six_is_on_the_page(spot_register, section_six, client, path):
    page = client.get(path).content.decode()
    parties = [party for line in section_six for party in parties_of(line)]
    assert len(parties) == 11
    assert [party for party in parties if party not in page] == []


def test_a_party_has_the_role_that_the_policy_gives_it(spot_register, section_six):
    by_name = {entry.name: entry for entry in queries.processors("nl")}
    for line in section_six:
        for party in parties_of(line):
            says_processor = re.search(r"\bverwerkers?\b", line.partition(":")[2] or line)
            expected = RecipientRole.PROCESSOR if says_processor else None
            if "samenwerkingspartner" in line:
                expected = RecipientRole.PARTNER
            assert by_name[party].role == expected, party


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_shared_keys_are_there_in_both_languages(spot_register, language):
    assert set(queries.explanations(language)) == ACTIVITIES
    assert set(queries.categories(language)) == CATEGORIES
    assert {entry.key for entry in queries.processors(language)} == PROCESSORS


@pytest.mark.parametrize(("activity", "basis"), BASES.items())
def test_an_activity_rests_on_the_basis_the_policy_names(spot_register, activity, basis):
    assert queries.explanations("nl")[activity].lawful_basis == basis


def test_periods_are_those_of_the_policy(spot_register, seed_policy):
    policy = seed_policy.read_text(encoding="utf-8")
    explanations = queries.explanations("nl")
    assert str(explanations["ticket-order"].period) == "P7Y"
    assert "7 jaar" in policy
    assert explanations["ticket-order"].period_label == "7 jaar"
    assert str(explanations["web-analytics"].period) == "P26M"
    assert "26 maanden" in policy


def test_what_the_policy_does_not_tell_is_not_invented(spot_register):
    assert queries.explanations("nl")["camera"].period is None
    countries = {entry.key: entry.country for entry in queries.processors("nl") if entry.country}
    assert countries == {"google": "US", "mailchimp": "US"}


def test_the_controller_is_the_venue(spot_register):
    controller = queries.controller("nl")
    assert controller.name == "SPOT Groningen"
    assert controller.part_of == "gemeente Groningen"
    assert controller.full_address == "Trompsingel 27, Groningen"
    assert controller.dpo_email == "fg@groningen.nl"
    assert controller.authority_name == "Autoriteit Persoonsgegevens"


def test_cookies_of_third_parties_ask_consent_and_all_others_do_not(spot_register):
    for cookie in queries.cookies("nl"):
        assert cookie.asks_consent == (cookie.kind in {CookieKind.SOCIAL, CookieKind.ADVERTISING}), cookie.key


@pytest.mark.parametrize("name", ["YouTube", "Facebook", "X (Twitter)", "Spotify", "Google"])
def test_every_third_party_of_the_cookie_sections_is_named(spot_register, name):
    assert any(cookie.set_by == name for cookie in queries.cookies("nl"))


def test_the_own_cookies_are_declared_under_the_names_of_the_settings(spot_register):
    """Development leaves out the __Host- prefix, which asks for https."""
    declared = {
        cookie.technical_name.removeprefix("__Host-")
        for cookie in queries.cookies("nl")
        if cookie.scope == CookieScope.THIS_SITE
    }
    for setting in (
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "CUSTOMER_COOKIE_NAME",
        "CUSTOMER_NONCE_COOKIE_NAME",
    ):
        assert getattr(settings, setting).removeprefix("__Host-") in declared
