"""The demo of `make demo`: safe to load again, refused where real people are, and a newcomer reads where to begin."""

from datetime import UTC, datetime
from importlib import reload
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.mail import EmailMessage, get_connection
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.urls import clear_url_caches

import cms.urls
from cms.demo.welcome import CUSTOMERS, welcome
from cms.staff.demo import DEMO_STAFF
from cms.staff.models import User
from privacy_portal.data_sources.ticketing.models import Order

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def rows() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}


@time_machine.travel(NOW, tick=False)
class TestLoading(TestCase):
    """One demo, loaded once, for all of these."""

    @classmethod
    def setUpTestData(cls):
        with time_machine.travel(NOW, tick=False):
            call_command("load_demo", force=True, stdout=StringIO())

    def test_loading_it_again_adds_and_removes_nothing(self):
        before = rows()
        told = StringIO()
        call_command("load_demo", force=True, stdout=told)
        assert rows() == before
        assert "demo: rights requests" in told.getvalue()

    def test_whoever_the_welcome_names_is_there(self):
        assert {person.email for person in DEMO_STAFF} <= set(User.objects.values_list("email", flat=True))
        numbers = set(Order.objects.values_list("number", flat=True))
        assert {order for _email, order, _postcode, _who in CUSTOMERS} <= numbers


@pytest.mark.django_db
def test_it_is_refused_where_debug_is_off_and_nobody_insists(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--force"):
        call_command("load_demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_whole_demo_is_refused_on_settings_without_a_mailbox(settings):
    settings.DEMO_MAILBOX = ""
    with pytest.raises(CommandError, match="development"):
        call_command("run_demo", prepare_only=True)
    assert not User.objects.exists()


def test_the_welcome_says_where_everything_is():
    told = welcome("http://127.0.0.1:9000", pdf_problem="")
    for path in ("/", "/en/", "/mijn-gegevens/", "/beheer/", "/demo/mail/"):
        assert f"http://127.0.0.1:9000{path}" in told
    for email in [*(person.email for person in DEMO_STAFF), *(customer[0] for customer in CUSTOMERS)]:
        assert email in told
    assert "PDF" not in told


def test_the_welcome_says_in_one_line_why_there_are_no_pdfs():
    told = welcome("http://127.0.0.1:9000", pdf_problem="Pango is missing: apt-get install libpango-1.0-0")
    assert [line.strip() for line in told.splitlines() if "PDF" in line] == [
        "Without PDF downloads: Pango is missing: apt-get install libpango-1.0-0."
    ]


@pytest.fixture
def mailbox(settings, tmp_path) -> Path:
    settings.DEMO_MAILBOX = tmp_path / "mail"
    return settings.DEMO_MAILBOX


def send(folder: Path, *subjects: str, text: str = "Hallo") -> None:
    with get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=folder) as connection:
        for subject in subjects:
            EmailMessage(subject, text, to=["alma@example.org"], connection=connection).send()


@pytest.mark.django_db
def test_the_mailbox_shows_the_newest_first_and_makes_links_of_addresses(client, mailbox):
    send(mailbox, "Eerste", "Tweede", text="Ga naar http://127.0.0.1:8000/mijn-gegevens/ <b>nu</b>")
    page = client.get("/demo/mail/")
    text = page.content.decode()
    assert text.index("Tweede") < text.index("Eerste")
    assert 'href="http://127.0.0.1:8000/mijn-gegevens/"' in text
    assert "&lt;b&gt;nu&lt;/b&gt;" in text
    assert "alma@example.org" in text
    assert "no-store" in page["Cache-Control"]


@pytest.mark.django_db
def test_an_empty_mailbox_says_so(client, mailbox):
    assert "Nog geen mail" in client.get("/demo/mail/").content.decode()


@pytest.fixture
def production_urls(settings):
    """The addresses of a site without the demo."""
    settings.DEMO_MAILBOX = ""
    reload(cms.urls)
    clear_url_caches()
    yield
    settings.DEMO_MAILBOX = "mail"
    reload(cms.urls)
    clear_url_caches()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/demo/mail/", "/demo/styleguide/"])
def test_without_a_mailbox_there_is_no_such_page(client, production_urls, path):
    assert client.get(path).status_code == 404
