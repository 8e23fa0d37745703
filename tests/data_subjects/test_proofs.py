"""A code that proves who somebody is: made once, told once, used once; tried too often it closes its own way only."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy_portal.data_subjects import actions as people
from privacy_portal.data_subjects import codes
from privacy_portal.data_subjects.enums import Method, Outcome
from privacy_portal.data_subjects.identifiers import email_index
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import CustomerSession, LimitCounter, ProofCode
from privacy_portal.data_subjects.proofs import actions
from privacy_portal.data_subjects.proofs.channels import other_addresses
from privacy_portal.data_subjects.proofs.kinds import RULES, ProofKind, Seen
from privacy_portal.data_subjects.purging import purge
from privacy_portal.data_subjects.sessions import begin
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import LedgerEntry, OutboxMessage
from tests.self_service.test_sign_in import address
from tests.support.customers import ALMA, BAS, known_by, person
from tests.support.races import race

pytestmark = pytest.mark.django_db
STAFF = Actor.system("test")
OTHER = "alma@work.example"
DAY = timedelta(days=1)


def session_of(subject, *, email: str = ALMA):
    address = subject.identifiers.get(index=email_index(email))
    return begin(subject, method=Method.CODE, now=timezone.now(), address=address)[0]


@pytest.fixture
def alma():
    return person(ALMA)


def made(subject, kind=ProofKind.DESK, **more) -> str:
    return actions.make_code(subject, kind=kind, by=STAFF, seen=Seen.TICKET, **more)


def confirm(session, code, kind=ProofKind.DESK, **more):
    return actions.confirm(session, kind=kind, code=code, **more)


def mails(template: str) -> list[str]:
    return [each.content["to"] for each in OutboxMessage.objects.pending().filter(template=template)]


@pytest.mark.parametrize("kind", [ProofKind.DESK, ProofKind.LETTER])
def test_V08_a_code_of_staff_makes_the_session_a2_once(alma, kind):
    session, code = session_of(alma), made(alma, kind)
    token = session.token
    assert confirm(session, codes.readable(code).lower(), kind).is_confirmed
    session.refresh_from_db()
    assert session.level(timezone.now()) is Level.A3 and session.base_level == Level.A2
    assert session.token != token, "a step up gives a new token (A-04)"
    assert confirm(session_of(alma), code, kind).outcome is Outcome.UNKNOWN
    facts = [entry.facts for entry in entries_about(alma.pk).filter(event="data_subject.stepped_up")]
    assert facts == [{"method": kind.value}]


def test_V03_a_code_has_forty_bits_and_more_and_is_kept_as_a_digest(alma):
    assert 5 * codes.CODE_LENGTH >= 40
    code = made(alma)
    row = ProofCode.objects.get()
    assert row.code != code and len(row.code) == 64
    assert code not in str(list(ProofCode.objects.values()))
    assert code not in str(list(LedgerEntry.objects.values())) + str(
        [each.content for each in OutboxMessage.objects.all()]
    )


@pytest.mark.parametrize("kind", [ProofKind.DESK, ProofKind.LETTER])
def test_V03_a_code_works_so_long_as_its_kind_says(alma, kind):
    now = timezone.now()
    code = made(alma, kind, now=now)
    end = now + RULES[kind].lasts
    assert confirm(session_of(alma), code, kind, now=end).outcome is Outcome.UNKNOWN
    assert confirm(session_of(alma), code, kind, now=end - timedelta(seconds=1)).is_confirmed


def test_V03_a_newer_code_of_the_same_kind_voids_the_older_and_no_other(alma):
    first, by_letter, second = made(alma), made(alma, ProofKind.LETTER), made(alma)
    assert confirm(session_of(alma), first).outcome is Outcome.WRONG
    assert confirm(session_of(alma), by_letter, ProofKind.LETTER).is_confirmed
    assert confirm(session_of(alma), second).is_confirmed


def test_V09_five_wrong_tries_close_this_way_only(alma):
    session, code, by_letter = session_of(alma), made(alma), made(alma, ProofKind.LETTER)
    outcomes = [confirm(session, "000000000").outcome for _ in range(5)]
    assert outcomes == [Outcome.WRONG] * 4 + [Outcome.NO_TRIES_LEFT]
    assert confirm(session, code).outcome is Outcome.NO_TRIES_LEFT
    assert confirm(session, by_letter, ProofKind.LETTER).is_confirmed
    assert entries_about(alma.pk).filter(event="data_subject.proof_code_wrong").count() == 5


def test_V09_over_the_day_s_limit_no_code_of_that_kind_is_right(alma, settings):
    settings.CUSTOMER_LIMITS = {"proof-tries-per-person": 1}
    session = session_of(alma)
    made(alma)
    confirm(session, "000000000")
    assert not confirm(session, made(alma)).is_confirmed
    assert confirm(session, made(alma, ProofKind.LETTER), ProofKind.LETTER).is_confirmed


def test_somebody_else_s_code_is_worth_nothing(alma):
    bas = person(BAS)
    assert confirm(session_of(bas, email=BAS), made(alma)).outcome is Outcome.UNKNOWN


def test_V11_every_proven_address_hears_of_a_code_of_staff_and_of_its_use(alma):
    known_by(alma, OTHER, since=timezone.now())
    not_me = address("not_me")
    code = made(alma)
    assert sorted(mails("proof_code_made")) == [ALMA, OTHER]
    assert mails("proof_code_used") == []
    confirm(session_of(alma), code)
    assert sorted(mails("proof_code_used")) == [ALMA, OTHER]
    for message in OutboxMessage.objects.pending():
        assert settings.BASE_URL + not_me in message.content["text"], "a link that stops all access"


def test_V11_who_stopped_all_access_gets_no_code(alma):
    people.freeze(alma, by=STAFF)
    with pytest.raises(actions.AccessStopped):
        made(alma)
    assert not ProofCode.objects.exists()


def test_L01_a_code_and_its_ledger_entry_stand_or_fall_together(alma):
    with pytest.raises(RuntimeError), transaction.atomic():
        made(alma, case_ref="SPOT-2026-1")
        raise RuntimeError
    assert not ProofCode.objects.exists() and not entries_about(alma.pk).exists()
    made(alma, case_ref="SPOT-2026-1")
    entry = entries_about(alma.pk).get(event="data_subject.proof_code_made")
    assert entry.facts == {"method": "desk-code", "seen": "ticket", "case": "SPOT-2026-1"}


# --- a second mailbox


def sent_to(address: str) -> str:
    message = OutboxMessage.objects.pending().filter(template="proof_code").latest("created_at")
    assert message.content["to"] == address
    return next(word for word in message.content["text"].split() if codes.is_code(codes.normalise_code(word)))


def send(session, address):
    actions.send_to_address(session, address, language="nl", now=timezone.now())


def test_V08_another_mailbox_of_the_same_person_is_a_second_channel(alma):
    known_by(alma, OTHER, since=timezone.now() - 8 * DAY)
    session = session_of(alma)
    [address] = other_addresses(session, now=timezone.now())
    send(session, address)
    assert confirm(session, sent_to(OTHER), ProofKind.SECOND_ADDRESS).is_confirmed
    assert entries_about(alma.pk).filter(event="data_subject.stepped_up").get().facts == {"method": "second-address"}


def test_V03_a_code_to_a_mailbox_works_in_the_browser_that_asked(alma):
    known_by(alma, OTHER, since=timezone.now() - 8 * DAY)
    session, elsewhere = session_of(alma), session_of(alma)
    send(session, other_addresses(session, now=timezone.now())[0])
    code = sent_to(OTHER)
    assert confirm(elsewhere, code, ProofKind.SECOND_ADDRESS).outcome is Outcome.UNKNOWN
    assert confirm(session, code, ProofKind.SECOND_ADDRESS).is_confirmed


@pytest.mark.parametrize(
    ("case", "since", "proven"),
    [("six days known", 6 * DAY, True), ("never proven", 30 * DAY, False)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_address_that_is_new_or_not_proven_is_no_second_channel(alma, case, since, proven):
    row = known_by(alma, OTHER, since=timezone.now() - since)
    if not proven:
        type(row).objects.filter(pk=row.pk).update(verified_at=None)
    assert other_addresses(session_of(alma), now=timezone.now()) == []


def test_the_mailbox_of_this_session_is_not_a_second_one(alma):
    alma.identifiers.update(verified_at=timezone.now() - 30 * DAY)
    assert other_addresses(session_of(alma), now=timezone.now()) == []
    other = known_by(alma, OTHER, since=timezone.now() - 8 * DAY)
    assert other_addresses(session_of(alma), now=timezone.now()) == [other]
    first = alma.identifiers.exclude(pk=other.pk).get()
    assert other_addresses(session_of(alma, email=OTHER), now=timezone.now()) == [first]


def test_a_session_that_does_not_say_how_it_began_has_no_second_channel(alma):
    known_by(alma, OTHER, since=timezone.now() - 8 * DAY)
    session, _token = begin(alma, method=Method.CODE, now=timezone.now())
    assert other_addresses(session, now=timezone.now()) == []


def test_R01_three_codes_in_a_quarter_of_an_hour(alma):
    known_by(alma, OTHER, since=timezone.now() - 8 * DAY)
    session = session_of(alma)
    [address] = other_addresses(session, now=timezone.now())
    for _ in range(3):
        send(session, address)
    with pytest.raises(actions.TooOften):
        send(session, address)


# --- letters


def test_a_letter_is_asked_once_and_counts_two_in_a_month(alma):
    by = Actor.subject(alma.pk, Level.A1)
    first = actions.ask_letter(alma, by=by)
    assert actions.ask_letter(alma, by=by) == first and first.code == ""
    made(alma, ProofKind.LETTER)
    assert not ProofCode.objects.asked().exists(), "printed"
    actions.ask_letter(alma, by=by)
    made(alma, ProofKind.LETTER)
    with pytest.raises(actions.TooOften):
        actions.ask_letter(alma, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        for _ in range(2):
            ProofCode.objects.create(
                subject=alma, kind=ProofKind.LETTER, asked_at=timezone.now(), expires_at=timezone.now()
            )


def test_V14_what_is_over_goes_by_itself(alma):
    now = timezone.now()
    made(alma)
    list(purge(now + 13 * DAY))
    assert ProofCode.objects.count() == 1, "a week after it ran out"
    list(purge(now + 15 * DAY))
    assert ProofCode.objects.count() == 0


# --- at the very same moment


@pytest.mark.django_db(transaction=True)
def test_V03_one_code_typed_in_many_tabs_at_once_lifts_one_of_them(tmp_path):
    alma = person(ALMA)
    code = made(alma)
    ids = [session_of(alma).pk for _ in range(4)]
    results = race(lambda n: confirm(CustomerSession.objects.get(pk=ids[n]), code), 4, tmp_path)
    assert [result.outcome for result in results].count(Outcome.CONFIRMED) == 1, results


@pytest.mark.django_db(transaction=True)
def test_V09_of_many_guesses_at_once_five_are_looked_at(tmp_path):
    alma = person(ALMA)
    made(alma)
    session = session_of(alma).pk
    *_results, (left, counted) = race(
        lambda n: confirm(CustomerSession.objects.get(pk=session), f"{n:09}"),
        10,
        tmp_path,
        then=lambda: (ProofCode.objects.get().tries_left, max(LimitCounter.objects.values_list("count", flat=True))),
    )
    assert (left, counted) == (0, 5)
