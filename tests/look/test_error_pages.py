"""When something is wrong the visitor still gets a designed page, in the address's language, without the database."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import translation

from cms import errors

from .html import Outline

HANDLERS = {
    400: errors.bad_request,
    403: errors.permission_denied,
    404: errors.page_not_found,
    500: errors.server_error,
    503: errors.service_unavailable,
}


def refuse(*args):
    raise AssertionError("an error page asked the database")


def answer(handler, path):
    with connection.execute_wrapper(refuse):
        return handler(RequestFactory().get(path))


@pytest.mark.parametrize(("path", "language"), [("/", "nl"), ("/mijn-gegevens/", "nl"), ("/en/my-data/", "en")])
@pytest.mark.parametrize(("status", "handler"), HANDLERS.items())
def test_it_speaks_the_language_of_the_address(status, handler, path, language):
    with translation.override("en" if language == "nl" else "nl"):
        response = answer(handler, path)
    page = Outline(response.content.decode())
    assert response.status_code == status
    assert page.attributes["html"]["lang"] == language
    assert page.headings.count(1) == 1
    assert (page.landmarks["header"], page.landmarks["main"], page.landmarks["footer"]) == (1, 1, 1)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("status", "words"), [(404, "Deze pagina bestaat niet"), (500, "Er ging bij ons iets mis")])
def test_it_says_in_dutch_what_is_wrong(status, words):
    assert words in answer(HANDLERS[status], "/").content.decode()


def test_a_stale_form_is_not_called_forbidden():
    page = errors.csrf_failure(RequestFactory().post("/mijn-gegevens/"), reason="x").content.decode()
    assert "Dit formulier stond te lang open" in page
    assert "niet voor jou" not in page


def test_a_browser_knows_when_to_come_back():
    assert int(answer(errors.service_unavailable, "/")["Retry-After"]) > 0
