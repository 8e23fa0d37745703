"""An editor sees the draft beside the form: the admin frames its own preview, and nothing else frames anything."""

import json
from datetime import date

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.privacy_policy.conftest import *  # noqa: F403
from tests.support.staff import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def preview(client, published, chandni):
    """The address of the preview, after the form was sent to it as the editor's screen does."""
    signed_in(chandni, client)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[published.pk])
    form = {
        "title": "Ons concept",
        "slug": published.slug,
        "effective_from": date(2026, 12, 1).isoformat(),
        "introduction": rich_text("<p>Nieuw</p>"),
        "change_summary": rich_text(""),
        "summary": streamfield([]),
        "sections": streamfield([]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
    }
    answer = client.post(url, nested_form_data(form))
    assert json.loads(answer.content)["is_valid"]
    return url


def test_the_admin_may_frame_the_draft(client, preview):
    shown = client.get(preview, {"in_preview_panel": "true", "mode": ""})
    assert "Ons concept" in shown.content.decode()
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "frame-ancestors 'none'" not in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"


def test_nobody_frames_the_public_page(client, published):
    shown = client.get("/privacybeleid/")
    assert "frame-ancestors 'none'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "DENY"
