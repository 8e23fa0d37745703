"""What docs/how-to/handle-an-incident.md tells to run really stops what it says."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cms.staff.sessions import StaffSession
from privacy_portal.data_subjects import sessions
from privacy_portal.data_subjects.enums import Method
from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.evidence.models import LedgerEntry
from tests.support.customers import ALMA, BAS, person
from tests.support.staff import member_of, signed_in

pytestmark = pytest.mark.django_db


def in_a_browser(email: str):
    subject = person(email)
    return subject, sessions.begin(subject, method=Method.CODE, now=timezone.now())[1]


@pytest.mark.security("A-05", "ASVS 7.4.5")
def test_everybody_is_signed_out(capsys):
    in_a_browser(ALMA)
    in_a_browser(BAS)
    chandni: Client = signed_in(member_of(""))
    assert chandni.get("/beheer/").status_code == 200
    call_command("end_all_sessions")
    assert "2 of customers, 1 of staff" in capsys.readouterr().out
    assert not CustomerSession.objects.alive(timezone.now()).exists()
    assert not StaffSession.objects.alive(timezone.now()).exists()
    assert chandni.get("/beheer/").status_code == 302
    ended = LedgerEntry.objects.filter(event__in=["data_subject.session_ended", "staff.session_ended"])
    assert ended.count() == 3


@pytest.mark.security("A-05")
def test_one_person_is_stopped_and_the_other_is_not():
    alma, token = in_a_browser(ALMA)
    _, other = in_a_browser(BAS)
    call_command("freeze_data_subject", ALMA)
    alma.refresh_from_db()
    assert alma.is_frozen
    assert sessions.find(token, now=timezone.now()) is None
    assert sessions.find(other, now=timezone.now()) is not None


def test_somebody_unknown_is_said_to_be():
    with pytest.raises(CommandError, match="Nobody"):
        call_command("freeze_data_subject", "nobody@example.org")
