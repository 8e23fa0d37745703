"""Mail that does not arrive: what a report is believed about, and what it is not."""

import io
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from mailbox import Maildir
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.evidence.returned_mail import mail_returned
from privacy_portal.evidence.returned_mail.message_ids import is_ours, message_id
from privacy_portal.evidence.returned_mail.reading import take_in
from privacy_portal.evidence.returned_mail.refusals import refuses_for_good, says_no_such_mailbox
from privacy_portal.evidence.returned_mail.reports import read

pytestmark = pytest.mark.security("H-08")
ALMA, BAS = "alma@example.org", "bas@example.org"
MAIL = UUID(int=7)


def block(**fields: str) -> Message:
    part = Message()
    for name, value in fields.items():
        part[name.replace("_", "-")] = value
    return part


def report(
    *blocks: Message, kind: str = "delivery-status", mail: Message | None = None, headers: bool = False
) -> bytes:
    """As mail servers write it (RFC 6522): words for people, fields for machines, the mail itself."""
    whole = MIMEMultipart("report", boundary="=of-the-report=", report_type=kind)
    whole["From"], whole["To"] = "MAILER-DAEMON@example.net", "privacy@venue.example"
    whole.attach(MIMEText("It could not be delivered."))
    fields = MIMENonMultipart("message", kind)
    fields.set_payload(list(blocks) if kind == "delivery-status" else blocks[0].as_string())
    whole.attach(fields)
    if mail is not None:
        back = MIMENonMultipart("text", "rfc822-headers") if headers else MIMENonMultipart("message", "rfc822")
        back.set_payload(mail.as_string() if headers else [mail])
        whole.attach(back)
    return whole.as_bytes()


def sent_to(email: str, message: UUID = MAIL) -> Message:
    mail = EmailMessage()
    mail["To"], mail["Subject"], mail["Message-ID"] = email, "Your code", message_id(message, email)
    mail.set_content("…")
    return mail


def bounce(
    email: str = ALMA, *, status: str = "5.1.1", action: str = "failed", mail: Message | None = None, **how
) -> bytes:
    about = block(Final_Recipient=f"rfc822; {email}", Action=action, Status=status)
    return report(block(Reporting_MTA="dns; mx.example.net"), about, mail=mail or sent_to(email), **how)


def complaint(mail: Message, **fields: str) -> bytes:
    return report(block(Feedback_Type="abuse", Version="1", **fields), kind="feedback-report", mail=mail)


@pytest.fixture
def heard():
    told: list[tuple[str, bool]] = []

    def hear(sender, email, is_complaint, **kwargs):
        told.append((email, is_complaint))

    mail_returned.connect(hear)
    yield told
    mail_returned.disconnect(hear)


@pytest.mark.parametrize("headers", [False, True], ids=["whole mail", "headers only"])
def test_H08_a_bounce_of_a_mail_of_ours_is_believed(headers):
    assert read(bounce(headers=headers)) == [(ALMA, False)]


def test_H08_the_address_is_the_one_it_was_sent_to_however_it_was_forwarded():
    about = block(
        Original_Recipient=f"rfc822;{ALMA}", Final_Recipient="rfc822;a.l@work.example", Action="failed", Status="5.1.1"
    )
    assert read(report(block(Reporting_MTA="dns; mx"), about, mail=sent_to(ALMA))) == [(ALMA, False)]


@pytest.mark.parametrize(
    "raw",
    [
        bounce(BAS, mail=sent_to(ALMA)),
        bounce(mail=block(Message_ID=f"<{uuid4().hex}.{'0' * 20}@venue.example>")),
        bounce(mail=block(Message_ID="<made-up@venue.example>")),
        bounce(mail=block(Subject="no name")),
        report(block(Final_Recipient=f"rfc822; {ALMA}", Action="failed", Status="5.1.1")),
        complaint(sent_to(ALMA), Original_Rcpt_To=BAS)[:400],
    ],
    ids=["somebody else", "name forged", "name of another", "no name", "without the mail", "cut off"],
)
def test_H08_a_report_about_another_or_of_no_mail_of_ours_is_not(raw):
    assert read(raw) == []


@pytest.mark.parametrize(
    ("status", "action"), [("4.4.1", "delayed"), ("5.2.2", "failed"), ("5.7.1", "failed"), ("5.1.1", "relayed")]
)
def test_H08_what_may_pass_or_says_something_about_us_takes_nothing_away(status, action):
    assert read(bounce(status=status, action=action)) == []


def test_H08_a_complaint_is_about_whom_the_mail_was_sent_to():
    assert read(complaint(sent_to(ALMA), Original_Rcpt_To=f"<{ALMA}>")) == [(ALMA, True)]
    assert read(complaint(sent_to(ALMA))) == [(ALMA, True)]
    assert read(report(block(Feedback_Type="not-spam"), kind="feedback-report", mail=sent_to(ALMA))) == []


def test_H08_one_report_names_no_more_than_fifty():
    others = [block(Final_Recipient=f"rfc822; {n}@example.org", Action="failed", Status="5.1.1") for n in range(500)]
    assert len(read(report(block(Reporting_MTA="x"), *others, mail=sent_to(ALMA)))) == 0


@given(
    st.binary(max_size=2000)
    | st.builds(lambda cut, junk: bounce()[:cut] + junk, st.integers(0, 1500), st.binary(max_size=50))
)
def test_H08_whatever_comes_in_by_mail_breaks_nothing(raw):
    assert set(read(raw)) <= {(ALMA, False)}


@given(st.uuids(), st.uuids(), st.emails(), st.emails())
def test_H08_a_name_is_of_one_mail_to_one_address(one, other, email, elsewhere):
    name = message_id(one, email)
    assert is_ours(name, email) and is_ours(f"Re: {name} and more", email.upper())
    assert is_ours(name, elsewhere) == (elsewhere.lower() == email.lower())
    assert is_ours(name.replace(one.hex, other.hex), email) == (one == other)
    assert email not in name


@pytest.mark.parametrize(
    ("code", "words", "gone"),
    [
        (550, b"5.1.1 no such user", True),
        (550, b"No such user here", True),
        (553, "Mailbox name not allowed", True),
        (550, b"5.2.1 mailbox disabled", True),
        (550, b"5.7.1 we do not like your mail", False),
        (550, b"5.1.8 bad sender", False),
        (552, b"5.2.2 mailbox full", False),
        (554, b"transaction failed", False),
        (550, b"\xff\xfe", True),
    ],
)
def test_H08_which_refusals_mean_that_nobody_is_there(code, words, gone):
    assert refuses_for_good(code, words) is gone


def test_a_status_is_three_numbers():
    assert not any(map(says_no_such_mailbox, ["", "5", "5.1", "5.1.", "4.1.1", "15.1.1", "5.1.1111", "x5.1.1"]))


@pytest.mark.django_db
def test_H08_a_mail_server_pipes_one_report(heard, monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO(bounce()))
    monkeypatch.setattr("sys.stdin", stdin)
    out = io.StringIO()
    call_command("read_returned_mail", stdin=True, stdout=out)
    assert heard == [(ALMA, False)] and "addresses: 1" in out.getvalue()


@pytest.mark.django_db
def test_H08_a_folder_is_read_and_emptied(heard, tmp_path):
    box = Maildir(tmp_path / "returned")
    for raw in (bounce(), b"not a report", complaint(sent_to(BAS))):
        box.add(raw)
    out = io.StringIO()
    call_command("read_returned_mail", maildir=tmp_path / "returned", stdout=out)
    assert sorted(heard) == [(ALMA, False), (BAS, True)] and len(box) == 0
    assert out.getvalue().strip() == "messages: 3, addresses: 2"


@pytest.mark.django_db
def test_H08_what_fails_halfway_is_still_there_to_read(tmp_path):
    box = Maildir(tmp_path / "returned")
    box.add(bounce())

    def fail(sender, **kwargs):
        raise RuntimeError("the database is away")

    mail_returned.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            call_command("read_returned_mail", maildir=tmp_path / "returned")
    finally:
        mail_returned.disconnect(fail)
    assert len(box) == 1


@pytest.mark.django_db
def test_H08_the_jobs_of_the_minute_read_the_folder_of_the_settings(heard, settings, tmp_path):
    Maildir(tmp_path / "returned").add(bounce())
    settings.BOUNCE_MAILDIR = str(tmp_path / "returned")
    call_command("run_jobs", "minute")
    assert heard == [(ALMA, False)]


def test_a_folder_that_is_no_maildir_is_said_to_be_none(tmp_path):
    with pytest.raises(CommandError, match="no Maildir"):
        call_command("read_returned_mail", maildir=tmp_path)


@pytest.mark.django_db
def test_H08_the_same_report_may_come_twice(heard):
    now = timezone.now()
    assert take_in(bounce(), now=now) == take_in(bounce(), now=now) == 1
