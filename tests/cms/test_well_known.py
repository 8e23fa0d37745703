"""Machines find what they look for, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-11-22T12:00:00Z")
def test_h04_security_txt_says_where_to_write_and_expires_within_a_year(client):
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines() if line)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"].startswith(("mailto:", "https://"))
    assert fields["Preferred-Languages"] == "nl, en"
    expires = datetime.fromisoformat(fields["Expires"])
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert now + timedelta(days=30) < expires < now + timedelta(days=365)


def test_robots_keep_out_of_the_portal_and_the_admin(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /mijn-gegevens/" in text
    assert "Disallow: /en/my-data/" in text
    assert "Disallow: /beheer/" in text
    assert "Sitemap: " in text


def test_the_site_honours_global_privacy_control(client):
    assert client.get("/.well-known/gpc.json").json()["gpc"] is True
