"""What a case asks for waits when something may be wrong: the desk cannot be quicker (SECURITY V-10)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from privacy_portal.data_subjects.actions import freeze, unfreeze
from privacy_portal.data_subjects.addresses import events as addresses
from privacy_portal.erasure.models import ErasureStep
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.gdpr.holds import HOLD, Risk
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.erasing import TIME_TO_CHANGE_YOUR_MIND, agree_to_erase
from privacy_portal.rights_requests.holding import asked_since, hold_on_case
from privacy_portal.rights_requests.lifecycle import NotPossible
from tests.casework.people import signed_in
from tests.support.customers import sign_in

from .people import MONDAY, desk, file_request, in_progress, subject

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def opened_again(person, at):
    freeze(person, by=BY, now=at - DAY)
    unfreeze(person, by=BY, now=at)


def agree(case, now):
    return agree_to_erase(rights_request=case, by=desk("dirk@example.org"), now=now)


def proposed(**more):
    case = in_progress(right="erasure", **more)
    actions.confirm_identity(rights_request=case, method="signed_in", by=desk(), now=MONDAY)
    return agree_to_erase(rights_request=case, by=desk(), now=MONDAY)


def test_V10_erasure_asked_through_the_site_waits_as_from_a_new_device():
    """No device is kept, so each is new; the hold is as long as the time to change one's mind (E-05)."""
    case = file_request(right="erasure")
    hold = hold_on_case(case, now=MONDAY)
    assert hold.reasons == (Risk.NEW_DEVICE,)
    assert HOLD == TIME_TO_CHANGE_YOUR_MIND and hold.until == MONDAY + HOLD
    assert hold_on_case(file_request(right="access"), now=MONDAY) is None
    assert hold_on_case(file_request(right="erasure", channel="post"), now=MONDAY) is None


def test_V10_a_sign_of_risk_after_the_request_holds_the_erasure_longer():
    case = proposed()
    opened_again(case.subject, MONDAY + 2 * DAY)
    too_soon = MONDAY + 5 * DAY - SECOND
    with pytest.raises(NotPossible) as refusal:
        agree(case, too_soon)
    assert refusal.value.code == "held" and not ErasureStep.objects.exists()
    agree(case, MONDAY + 5 * DAY)
    assert ErasureStep.objects.exists()


def test_V10_on_day_25_nothing_is_held_any_more():
    case = proposed()
    opened_again(case.subject, MONDAY + 24 * DAY)
    with pytest.raises(NotPossible):
        agree(case, MONDAY + 24 * DAY)
    agree(case, MONDAY + 25 * DAY)
    assert ErasureStep.objects.exists()


def test_V10_days_on_which_the_clock_stood_still_do_not_use_up_the_hold():
    case = proposed()
    actions.doubt_identity(rights_request=case, question="?", reason="?", by=desk(), now=MONDAY + DAY)
    for colleague in (desk(), desk("dirk@example.org")):
        actions.confirm_identity(rights_request=case, method="at_desk", by=colleague, now=MONDAY + 31 * DAY)
    opened_again(case.subject, MONDAY + 31 * DAY)
    with pytest.raises(NotPossible) as refusal:
        agree(case, MONDAY + 33 * DAY)
    assert refusal.value.code == "held"


def test_V10_a_closed_case_and_other_rights_wait_for_nothing():
    alma = subject()
    opened_again(alma, MONDAY)
    assert hold_on_case(file_request(alma, right="rectification"), now=MONDAY) is None
    case = file_request(alma, right="access")
    assert hold_on_case(case, now=MONDAY).reasons == (Risk.RECOVERY_USED,)
    closed = actions.withdraw(rights_request=case, by=BY, now=MONDAY)
    assert hold_on_case(closed, now=MONDAY) is None


@pytest.mark.parametrize("event", [addresses.CHANGED, addresses.JOINED])
def test_V10_another_address_is_a_sign_for_a_week(event):
    alma = subject()
    record(event, by=BY, subject=alma.pk, now=MONDAY - DAY)
    case = file_request(alma, right="access")
    assert hold_on_case(case, now=MONDAY).reasons == (Risk.EMAIL_CHANGED,)
    assert hold_on_case(file_request(alma, right="access", now=MONDAY + 8 * DAY), now=MONDAY + 8 * DAY) is None


def test_the_month_of_a_copy_counts_from_the_first_open_request():
    alma = subject()
    assert asked_since(alma) is None
    first = file_request(alma, right="portability", now=MONDAY)
    file_request(alma, right="access", now=MONDAY + 3 * DAY)
    file_request(alma, right="erasure", now=MONDAY - 3 * DAY)
    assert asked_since(alma) == first.received_on


def test_V10_both_sides_see_the_hold_its_reason_and_its_end(client, time_machine):
    time_machine.move_to(MONDAY + DAY, tick=False)
    case = file_request(right="erasure")
    opened_again(case.subject, MONDAY)
    sign_in(client, case.subject)
    page = " ".join(client.get(f"/mijn-gegevens/verzoeken/{case.pk}/").content.decode().split())
    assert "Dit wacht tot 5 november 2026, 14:05" in page
    assert "opnieuw geopend" in page and "nieuw apparaat" in page
    page = " ".join(signed_in("chandni").get(reverse("casework:inspect", args=[case.pk])).content.decode().split())
    assert "5 november 2026, 14:05" in page and "opnieuw geopend" in page
