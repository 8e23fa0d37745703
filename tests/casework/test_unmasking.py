"""Who asks is masked. The officer sees it in full for a reason, once, and the person hears of it (A-09, V-11)."""

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from privacy_portal.casework.permissions import CasePermissionPolicy
from privacy_portal.data_subjects.not_me import link_to_stop
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.rights_requests.models import RightsRequest
from tests.data_sources import ticket_shop
from tests.rights_requests.people import MONDAY, file_request
from tests.support import staff
from tests.support.customers import ALMA, person

from .people import ROLES, signed_in
from .test_case_page import page_of

pytestmark = pytest.mark.django_db
IBAN = "NL13TEST0123456789"


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def case():
    ticket_shop.order(ticket_shop.customer(ALMA), ticket_shop.event())
    return file_request(person(ALMA))


def unmask(client, case, reason: str = "contact"):
    return client.post(reverse("casework:unmask", args=[case.pk]), {"unmask-reason": reason})


def test_A09_the_officer_sees_it_once_and_everybody_is_told(case, django_capture_on_commit_callbacks):
    farah = signed_in("farah")
    assert ALMA not in farah.get(page_of(case)).text
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        seen = unmask(farah, case)
    assert ALMA in seen.text and IBAN in seen.text
    assert "no-store" in seen["Cache-Control"]
    entry = LedgerEntry.objects.get(event="rights_request.unmasked")
    assert entry.facts == {"role": "officer", "reason": "contact"}
    assert IBAN not in str(LedgerEntry.objects.values_list())
    [told] = mail.outbox
    assert told.to == [ALMA] and "Om je te bellen of te schrijven" in told.body and IBAN not in told.body
    assert link_to_stop(case.subject, "nl").rpartition(":")[0] in told.body
    assert ALMA not in farah.get(page_of(case)).text, "a reload hides it again"


@pytest.mark.parametrize("reason", ["", "curious"])
def test_A09_without_a_reason_nothing_is_shown_or_told(case, reason):
    refused = unmask(signed_in("farah"), case, reason)
    assert ALMA not in refused.text
    assert refused.context["unmask"].errors.keys() == {"reason"}
    assert not LedgerEntry.objects.filter(event="rights_request.unmasked").exists()


@pytest.mark.parametrize("who", [name for name in ROLES if name != "farah"])
def test_A09_others_see_it_masked_and_have_no_button(case, who):
    client = signed_in(who)
    assert "unmask" not in client.get(page_of(case)).text
    assert ALMA not in unmask(client, case).text
    assert not LedgerEntry.objects.filter(event="rights_request.unmasked").exists()


def test_A09_an_administrator_has_no_case_data(case, admin_client_of_superuser):
    admin = admin_client_of_superuser
    for page in (page_of(case), reverse("casework:index"), reverse("casework:receive"), reverse("wagtailadmin_home")):
        answer = admin.get(page)
        assert case.number not in answer.text and "cw-counts" not in answer.text, page
    assert ALMA not in unmask(admin, case).text
    admin.post(reverse("casework:act", args=[case.pk, "take"]))
    case.refresh_from_db()
    assert case.assigned_to is None
    assert not LedgerEntry.objects.filter(event__in=["rights_request.viewed", "rights_request.unmasked"]).exists()


def test_A09_an_administrator_who_joins_the_desk_is_in_the_ledger(case):
    anna = staff.member_of("", email="anna@example.org")
    client = staff.signed_in(anna)
    signed_in("chandni")
    group = anna.groups.model.objects.get(name="Privacy desk")
    fields = {"email": anna.email, "first_name": "Anna", "last_name": "B", "is_active": "on", "is_superuser": "on"}
    client.post(reverse("wagtailusers_users:edit", args=[anna.pk]), {**fields, "groups": [group.pk]})
    assert client.get(page_of(case)).status_code == 200
    entry = LedgerEntry.objects.get(event="staff.account_changed")
    assert entry.actor_reference == str(anna.pk)
    assert entry.facts == {"active": True, "administrator": True, "groups": ["Privacy desk"]}


def test_A09_who_may_is_asked_of_groups_alone(case):
    signed_in("chandni"), signed_in("farah"), signed_in("dirk")
    staff.member_of("", email="anna@example.org")
    policy = CasePermissionPolicy(RightsRequest)
    assert {user.email for user in policy.users_with_permission("view")} == {
        "chandni@example.org",
        "farah@example.org",
    }
    assert not policy.users_with_permission("delete").exists()
