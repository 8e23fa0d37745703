"""Operators' monitoring asks two questions; strangers learn nothing from the answers."""

from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from cms import health
from tests.support.staff import member_of, signed_in

pytestmark = pytest.mark.django_db


def test_a_living_process_says_so_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


def test_a_ready_site_names_its_checks(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    names = ("database", "schema", "cache", "worker", "ticket_shop")
    assert response.json()["checks"] == dict.fromkeys(names, "ok")


@pytest.mark.security("ASVS 13.4.5", "ASVS 16.5.1")
def test_a_database_that_is_away_is_a_503_without_details(client):
    with mock.patch.object(health.connection, "cursor", side_effect=OperationalError("host db-7 refused")):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert "db-7" not in response.content.decode()


def test_a_worker_that_lags_is_reported_but_traffic_may_still_come(client):
    from django_tasks_db.models import DBTaskResult

    late = timezone.now() - timedelta(hours=1)
    task = DBTaskResult.objects.create(
        task_path="x", args_kwargs={"args": [], "kwargs": {}}, queue_name="mail", backend_name="default"
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=late)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"]["worker"] == "failing"


@pytest.mark.parametrize("address", ["/beheer/", "/beheer/pages/", "/mijn-gegevens/inzage/"])
def test_who_is_signed_in_gets_a_calm_page_when_the_database_is_away(client, address):
    """The gate of the admin asks it before any view does, where no view's error handling reaches."""
    signed_in(member_of("", email="chandni@example.org"), client)
    client.cookies[settings.CUSTOMER_COOKIE_NAME] = "somebody"
    client.raise_request_exception = False
    with mock.patch.object(health.connection, "cursor", side_effect=OperationalError("host db-7 refused")):
        response = client.get(address)
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert "db-7" not in response.content.decode()


@pytest.mark.security("ASVS 16.5.4")
def test_any_other_trouble_before_the_views_stays_an_error(client):
    client.raise_request_exception = False
    with mock.patch("cms.staff.gate.refuse", side_effect=ValueError):
        assert client.get("/beheer/").status_code == 500
