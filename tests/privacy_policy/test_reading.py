"""What a reader of the policy finds around the text: where she is, whom to reach, and which text a printed page is."""

import re
from datetime import date

import pytest

from privacy_portal.processing_register.generation import bump
from privacy_portal.processing_register.models import ControllerSettings

from .conftest import publish, section, stream, text

pytestmark = pytest.mark.django_db
DETAILS = ("details", {"summary": "Wat de wet zegt", "text": "<p>Artikel 13.</p>"})


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-22T12:00:00+00:00", tick=False)


@pytest.fixture
def controller(dutch):
    """Fills in what the register says about the venue; without it the register is empty."""

    def fill(**fields) -> None:
        ControllerSettings.objects.create(key="controller", locale=dutch, live=True, name="SPOT Groningen", **fields)
        bump()

    return fill


def read(client, address: str = "/privacybeleid/") -> str:
    return client.get(address).content.decode()


def footer(page: str) -> str:
    return page.partition("<footer")[2]


class TestFindingOnesWay:
    def test_each_section_has_a_sign_that_links_to_it_and_says_so(self, published, client):
        page = read(client)
        signs = re.findall(r'<a class="anchor" href="#([^"]+)" aria-label="([^"]+)">#</a>', page)
        assert signs == [
            ("data", "Link naar het hoofdstuk Welke gegevens"),
            ("rights", "Link naar het hoofdstuk Je rechten"),
        ]

    def test_a_title_with_markup_stays_text(self, published, client):
        version = publish(
            published, section('<b>"Wie"</b> & wat', "who", text("Wij.")), effective_from=date(2026, 11, 20)
        )
        assert "<b>" not in version.html and "&amp; wat" in version.html

    def test_the_contents_list_folds_without_a_script(self, published, client):
        contents = re.search(r'<nav class="toc".*?</nav>', read(client), re.DOTALL)[0]
        assert "<details" in contents and 'href="#summary"' in contents and 'href="#rights"' in contents

    def test_the_short_answer_comes_first_and_the_law_is_folded(self, published, client):
        short = section("Je rechten", "rights", text("Inzage."), DETAILS, short_answer="<p>Je mag veel.</p>")
        publish(published, short, effective_from=date(2026, 11, 20))
        page = read(client)
        assert page.index("Je mag veel.") < page.index("Inzage.") < page.index("Wat de wet zegt")
        assert re.search(r"<details[^>]*>\s*<summary>Wat de wet zegt</summary>", page)

    def test_the_summary_stands_before_everything(self, published, client):
        page = read(client).partition("<article")[2]
        assert page.index('id="summary"') < page.index("Dit beleid gaat over") < page.index('id="data"')


class TestWhomToReach:
    def test_the_foot_names_mailbox_officer_and_authority_from_the_register(self, published, client, controller):
        controller(
            privacy_email="privacy@spot.example",
            dpo_email="fg@groningen.nl",
            authority_name="Autoriteit Persoonsgegevens",
            authority_url="https://autoriteitpersoonsgegevens.nl",
        )
        for address in ("/privacybeleid/", "/privacybeleid/versies/2026-11-01/"):
            foot = footer(read(client, address))
            assert "mailto:privacy@spot.example" in foot and "mailto:fg@groningen.nl" in foot
            assert 'href="https://autoriteitpersoonsgegevens.nl"' in foot and "Autoriteit Persoonsgegevens" in foot

    def test_an_authority_without_an_address_is_still_named(self, published, client, controller):
        controller(authority_name="Autoriteit Persoonsgegevens")
        foot = footer(read(client))
        assert "Autoriteit Persoonsgegevens" in foot and 'href=""' not in foot

    def test_an_empty_register_invents_nothing(self, published, client):
        foot = footer(read(client))
        assert "mailto:" not in foot and "Autoriteit" not in foot and "toezicht" not in foot


class TestOnPaper:
    def test_each_printed_page_says_which_text_it_is(self, published, client, settings):
        version = published.versions.get()
        line = re.search(r'<p class="on-paper">(.*?)</p>', read(client), re.DOTALL)[1]
        assert version.sha256 in line and "1 november 2026" in line
        assert f"{settings.BASE_URL}/privacybeleid/versies/2026-11-01/" in line

    def test_a_draft_has_no_fingerprint_to_print(self, published):
        published.sections = stream(published, section("A", "a", text("x")))
        page = published.make_preview_request().content.decode()
        assert "on-paper" not in page and 'role="search"' not in page
