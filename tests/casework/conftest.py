import pytest
from django.test import Client

from tests.support import staff


@pytest.fixture
def admin_client_of_superuser(db) -> Client:
    return staff.signed_in(staff.member_of("", email="admin@example.org"))
