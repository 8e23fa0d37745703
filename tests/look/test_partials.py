"""Small pieces of a page, each with the one thing it must not forget."""

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory


@pytest.mark.parametrize(
    ("sort", "aria", "goes_to"),
    [("name", "ascending", "-name"), ("-name", "descending", "name"), ("x", "none", "name")],
)
def test_a_sortable_column_says_how_it_is_sorted_and_turns_round(sort, aria, goes_to):
    request = RequestFactory().get("/", {"q": "mail", "page": 3})
    html = render_to_string(
        "_partials/sort_header.html", {"sort": sort, "key": "name", "label": "Naam"}, request=request
    )
    assert f'aria-sort="{aria}"' in html
    assert f'href="?q=mail&amp;sort={goes_to}"' in html


def test_pages_of_a_list_keep_what_was_asked():
    request = RequestFactory().get("/", {"q": "mail"})
    page = Paginator(range(30), 10).page(2)
    html = render_to_string("_partials/pagination.html", {"page_obj": page}, request=request)
    assert html.count("q=mail") == 5
    assert html.count('aria-current="true"') == 1


def test_one_page_needs_no_pages():
    page = Paginator(range(3), 10).page(1)
    assert render_to_string("_partials/pagination.html", {"page_obj": page}).strip() == ""


@pytest.mark.parametrize(
    ("path", "current"),
    [("/verwerkers/", 'aria-current="page"'), ("/verwerkers/mail/", 'aria-current="true"'), ("/", "")],
)
def test_a_menu_link_knows_where_the_reader_is(path, current):
    request = RequestFactory().get(path)
    context = {"url": "/verwerkers/", "label": "Verwerkers"}
    html = render_to_string("_partials/nav_link.html", context, request=request)
    assert current in html
    assert bool(current) == ("aria-current" in html)


def test_a_menu_link_to_what_this_process_does_not_serve_is_absent():
    assert render_to_string("_partials/nav_link.html", {"url": "", "label": "x"}).strip() == ""
