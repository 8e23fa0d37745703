"""Phone and codes are gone. Two colleagues give a new start together; the person concerned hears of it (A-10)."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cms.staff.demo import current_token
from cms.staff.devices import RecoveryDevice, TotpDevice
from cms.staff.lost_factor import actions
from cms.staff.models import FactorReset, StaffSession, User
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry
from tests.support.races import race
from tests.support.staff import member_of, signed_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
DAY = timedelta(days=1)
PAGE, PASSWORD = "/beheer/tweede-stap/", "vier gewone woorden"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def eva() -> User:
    """Who lost her phone."""
    user = member_of("Editors", email="eva@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def colleague(name: str) -> User:
    return member_of("", email=f"{name}@example.org")


def by(name: str) -> Actor:
    return Actor.staff(colleague(name))


def code(user: User) -> dict[str, str]:
    return {"device": TotpDevice.objects.get(user=user).persistent_id, "token": current_token(user)}


def ask(eva: User, name: str = "anna", now: datetime = NOW) -> FactorReset:
    return actions.ask(eva, reason="Seen at the office", by=by(name), now=now)


def refusal_of(act, *args, **kwargs) -> str:
    with pytest.raises(actions.NotPossible) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def events() -> list[str]:
    return list(LedgerEntry.objects.filter(event__startswith="staff.").order_by("seq").values_list("event", flat=True))


@pytest.mark.security("ASVS 6.4.4")
def test_A10_one_asks_another_agrees_and_the_person_is_told(client, eva, django_capture_on_commit_callbacks):
    anna, bram, hers = colleague("anna"), colleague("bram"), signed_in(eva)
    RecoveryDevice.objects.create(user=eva, name="recovery").replace_codes()
    with django_capture_on_commit_callbacks(execute=True):
        asked = signed_in(anna).post(PAGE, {"user": eva.pk, "reason": "Seen at the office", **code(anna)})
        assert asked.status_code == 302
        assert hers.get("/beheer/").status_code == 200, "nothing changed yet"
        page = signed_in(bram).get(reverse("staff:reset", args=[FactorReset.objects.get().pk]))
        assert "Seen at the office" in page.text
        done = signed_in(bram).post(reverse("staff:reset", args=[FactorReset.objects.get().pk]), code(bram))
    assert "De tweede stap is gewist" in done.text
    assert [message.to for message in mail.outbox] == [[eva.email]] * 2
    assert "anna" in mail.outbox[0].body and "bram" in mail.outbox[1].body
    assert not TotpDevice.objects.filter(user=eva).exists() and not RecoveryDevice.objects.exists()
    assert hers.get("/beheer/").status_code == 302, "her sessions ended"
    again = client.post(reverse("staff:login"), {"email": eva.email, "password": PASSWORD})
    assert again.url == reverse("staff:enrol")
    assert events() == ["staff.reset_asked", "staff.reset_agreed", "staff.session_ended", "staff.device_removed"]
    assert "Seen" not in str(list(FactorReset.objects.values())), "why is sealed"


@pytest.mark.security("ASVS 6.4.4")
def test_A10_the_same_person_twice_is_refused(eva):
    reset = ask(eva)
    assert refusal_of(actions.agree, reset, by=by("anna"), now=NOW) == "same_person"
    assert refusal_of(actions.agree, reset, by=Actor.system("test"), now=NOW) == "same_person"
    assert TotpDevice.objects.filter(user=eva).exists()


@pytest.mark.security("ASVS 6.4.4")
def test_A10_nobody_takes_part_in_their_own(eva):
    assert refusal_of(actions.ask, eva, reason="x", by=Actor.staff(eva), now=NOW) == "oneself"
    assert refusal_of(actions.agree, ask(eva), by=Actor.staff(eva), now=NOW) == "oneself"


def test_A10_a_page_says_why_it_is_refused(eva, clock):
    client, anna = signed_in(colleague("anna")), colleague("anna")
    page = reverse("staff:reset", args=[ask(eva).pk])
    assert "Een collega moet" in client.post(page, code(anna)).text
    assert "Deze code klopt niet" in client.post(page, code(anna)).text, "a code works once"
    clock.shift(31)
    twice = client.post(PAGE, {"user": eva.pk, "reason": "x", **code(anna)})
    assert "al gevraagd" in twice.text


def test_A10_the_database_itself_refuses_one_person_twice(eva):
    reset = ask(eva)
    for user in (reset.proposed_by, eva):
        reset.approved_by, reset.approved_at = user, NOW
        with pytest.raises(IntegrityError), transaction.atomic():
            reset.save()


@pytest.mark.parametrize("group", ["Editors", "Legal", "Privacy desk", "Officer", "Auditor"])
def test_A09_only_those_with_the_right(eva, group):
    client = signed_in(member_of(group, email="someone@example.org"))
    for page in (PAGE, reverse("staff:reset", args=[ask(eva).pk])):
        assert client.get(page).status_code == client.post(page, {"stop": "1"}).status_code == 403
    assert FactorReset.objects.open(NOW).exists()


def test_A10_who_signs_in_with_the_second_step_has_not_lost_it(client, eva):
    reset = ask(eva)
    client.post(reverse("staff:login"), {"email": eva.email, "password": PASSWORD})
    client.post(reverse("staff:verify"), code(eva))
    assert refusal_of(actions.agree, reset, by=by("bram"), now=NOW) == "over"
    assert events()[-1] == "staff.reset_stopped"


def test_a_colleague_stops_it(eva):
    client = signed_in(colleague("bram"))
    client.post(reverse("staff:reset", args=[ask(eva).pk]), {"stop": "1"})
    assert not FactorReset.objects.open(NOW).exists()
    assert ask(eva), "it can be asked again"


def test_A10_a_question_left_alone_for_three_days_is_over(eva):
    reset = ask(eva)
    assert refusal_of(actions.agree, reset, by=by("bram"), now=NOW + 3 * DAY) == "over"
    actions.agree(ask(eva, now=NOW + 3 * DAY), by=by("bram"), now=NOW + 3 * DAY)


def test_A10_a_team_of_one_waits_a_day(eva, settings):
    settings.TWO_PEOPLE = False
    reset = ask(eva)
    assert refusal_of(actions.agree, reset, by=by("anna"), now=NOW + DAY - timedelta(seconds=1)) == "too_early"
    actions.agree(reset, by=by("anna"), now=NOW + DAY)
    assert FactorReset.objects.get().alone
    assert LedgerEntry.objects.get(event="staff.reset_agreed").facts_json == '{"agreed":"alone"}'


@pytest.mark.security("ASVS 6.4.4")
def test_A10_the_command_asks_first_and_does_it_a_day_later(eva, clock, django_capture_on_commit_callbacks):
    signed_in(eva)
    with django_capture_on_commit_callbacks(execute=True):
        assert "Run this again" in command(eva)
    assert mail.outbox[0].to == [eva.email]
    clock.shift(24 * 3600 - 1)
    with pytest.raises(CommandError):
        command(eva)
    assert TotpDevice.objects.filter(user=eva).exists()
    clock.shift(1)
    assert "Done" in command(eva)
    assert not TotpDevice.objects.filter(user=eva).exists()
    assert StaffSession.objects.get().ended_at
    assert events()[-3:] == ["staff.reset_agreed", "staff.session_ended", "staff.device_removed"]
    with pytest.raises(CommandError):
        call_command("reset_second_step", "nobody@example.org")


@pytest.mark.security("ASVS 6.4.4")
def test_A10_the_command_is_no_way_around_a_second_colleague(eva):
    ask(eva)
    with pytest.raises(CommandError):
        command(eva)


def command(user: User) -> str:
    out = io.StringIO()
    call_command("reset_second_step", user.email, stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_A10_windows_at_once_count_people_and_not_presses(tmp_path):
    eva = member_of("Editors", email="eva@example.org")
    reset, people = ask(eva), [by("anna"), by("bram")] * 2

    def left() -> tuple[int, int]:
        agreed = LedgerEntry.objects.filter(event="staff.reset_agreed")
        return TotpDevice.objects.filter(user=eva).count(), agreed.count()

    def agree(number: int) -> None:
        actions.agree(reset, by=people[number], now=NOW)

    assert race(agree, 4, tmp_path, then=left)[-1] == (0, 1)


def test_session_of_a_colleague_goes_on(eva):
    bram = signed_in(colleague("bram"), Client())
    actions.agree(ask(eva), by=by("bram"), now=NOW)
    assert bram.get("/beheer/").status_code == 200
    assert not StaffSession.objects.filter(user=eva).exists()
