"""A form says what is wrong where it is wrong, to eyes and to screen readers."""

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from cms.forms import SpotRenderer
from cms.styleguide import SampleForm, styleguide

from .html import Outline


@pytest.fixture
def refused() -> str:
    with translation.override("nl"):
        return str(SampleForm({"email": "alma"}))


def test_every_control_carries_the_design_system_class():
    for field in SampleForm():
        assert "ds-input" in str(field), field.name


def test_a_class_of_the_form_itself_survives():
    class Wide(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"class": "wide"}))

    assert 'class="wide ds-input"' in str(Wide()["name"])


def test_a_hidden_field_stays_plain():
    class Secret(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    html = str(Secret())
    assert "ds-input" not in html
    assert 'type="hidden"' in html


def test_everything_described_exists(refused):
    ids = set(Outline(refused).ids)
    described = {word for part in refused.split('aria-describedby="')[1:] for word in part.split('"', 1)[0].split()}
    assert described
    assert described <= ids


def test_the_summary_links_to_a_control_that_exists(refused):
    page = Outline(refused)
    anchors = [link.removeprefix("#") for link in page.links if link.startswith("#")]
    assert len(anchors) == len(SampleForm({"email": "alma"}).errors)
    assert set(anchors) <= set(page.ids)


def test_the_summary_takes_the_focus_without_a_script(refused):
    assert "Er is een probleem" in refused
    assert "autofocus" in refused


def test_a_form_at_rest_has_no_summary():
    assert "ds-error-summary" not in str(SampleForm())


def test_a_group_of_choices_is_a_fieldset_with_a_legend(refused):
    assert refused.count("<fieldset") == refused.count("<legend") == 2


def test_what_is_not_required_says_so_unless_nothing_is():
    class Filters(forms.Form):
        all_optional = True
        q = forms.CharField(required=False)

    with translation.override("nl"):
        assert str(SampleForm()).count("(niet verplicht)") == 2
        assert "(niet verplicht)" not in str(Filters())


def test_help_is_escaped_like_any_text():
    class Sly(forms.Form):
        name = forms.CharField(label="<i>x</i>")

    assert "<i>x</i>" not in str(Sly())


@pytest.mark.django_db
def test_the_title_of_a_refused_form_starts_with_the_word_error():
    with translation.override("nl"):
        page = Outline(styleguide(RequestFactory().get("/demo/styleguide/", {"errors": 1})).content.decode())
    assert page.title.startswith("Fout: ")


@pytest.mark.django_db
def test_the_style_guide_shows_itself_whole():
    page = Outline(styleguide(RequestFactory().get("/demo/styleguide/")).content.decode())
    assert page.headings.count(1) == 1
    assert len(page.ids) == len(set(page.ids))
    anchors = {link[1:] for link in page.links if link.startswith("#")}
    assert anchors <= set(page.ids)


def test_fields_come_from_our_own_templates():
    assert render_to_string(SpotRenderer.field_template_name, {"field": SampleForm()["name"]}).count("ds-field") == 1
