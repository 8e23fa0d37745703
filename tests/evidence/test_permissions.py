"""Evidence is for reading: nobody gets a button to change it, superusers included."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.permissions import policy_registry

from privacy_portal.evidence.models import Checkpoint, LedgerEntry, OutboxMessage


@pytest.mark.django_db
@pytest.mark.parametrize("model", [LedgerEntry, Checkpoint, OutboxMessage])
def test_superuser_may_look_and_nothing_else(model):
    chandni = get_user_model().objects.create_superuser("chandni@example.org")
    policy = policy_registry.get_by_type(model)
    allowed = {a for a in ("add", "change", "delete", "view", "publish") if policy.user_has_permission(chandni, a)}
    assert allowed == {"view"}
    assert not policy.user_has_any_permission(chandni, ["add", "change", "delete"])
    assert chandni in policy.users_with_permission("view")
    assert not policy.users_with_permission("change").exists()


@pytest.mark.django_db
def test_without_permission_nobody_looks():
    dirk = get_user_model().objects.create_user("dirk@example.org")
    assert not policy_registry.get_by_type(LedgerEntry).user_has_permission(dirk, "view")
