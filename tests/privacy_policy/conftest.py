"""A site with a front page in two languages, a register with two parties, and a policy that uses them."""

from datetime import UTC, date, datetime

import pytest
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from privacy_portal.privacy_policy.models import PolicyPage
from privacy_portal.processing_register.generation import bump
from privacy_portal.processing_register.models import Processor
from tests.support.staff import member_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def dutch(db) -> Locale:
    return Locale.objects.get_or_create(language_code="nl")[0]


@pytest.fixture
def english(db) -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def front_page(dutch, english) -> HomePage:
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Privacy", slug="privacy", locale=dutch))
    home.copy_for_translation(english).save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "SPOT"}
    )
    return home


@pytest.fixture
def chandni(db):
    """Privacy officer: may publish."""
    return member_of("", email="chandni@example.org")


def processor(key: str, locale: Locale, *, live: bool = True, **fields) -> Processor:
    made = Processor.objects.create(
        key=key, locale=locale, live=live, name=fields.pop("name", key.title()), role="processor", **fields
    )
    bump()
    return made


def section(title: str, anchor: str, *parts: tuple[str, object], short_answer: str = "") -> dict:
    """Raw StreamField data of one section."""
    return {
        "type": "section",
        "value": {
            "title": title,
            "anchor": anchor,
            "short_answer": short_answer,
            "body": [{"type": kind, "value": value} for kind, value in parts],
        },
    }


def text(words: str) -> tuple[str, str]:
    return ("text", f"<p>{words}</p>")


@pytest.fixture
def policy_page(front_page) -> PolicyPage:
    """Written, not published."""
    page = PolicyPage(
        title="Privacybeleid",
        slug="privacybeleid",
        locale=front_page.locale,
        live=False,
        effective_from=date(2026, 11, 1),
        introduction="<p>Dit beleid gaat over jouw gegevens.</p>",
        summary=[("point", "<p>Je regelt alles zelf.</p>")],
        sections=[],
    )
    page.sections = stream(
        page, section("Welke gegevens", "data", text("Je naam.")), section("Je rechten", "rights", text("Inzage."))
    )
    return front_page.add_child(instance=page)


def stream(page: PolicyPage, *sections: dict):
    return page._meta.get_field("sections").stream_block.to_python(list(sections))


@pytest.fixture
def published(policy_page, chandni):
    """The page with its first version."""
    policy_page.save_revision(user=chandni).publish(user=chandni)
    policy_page.refresh_from_db()
    return policy_page


def publish(page: PolicyPage, *sections: dict, user=None, **fields):
    """What an editor does: change, save, publish; returns the newest version."""
    page = PolicyPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    if sections:
        page.sections = stream(page, *sections)
    page.save_revision(user=user).publish(user=user)
    return page.versions.newest_first().first()
