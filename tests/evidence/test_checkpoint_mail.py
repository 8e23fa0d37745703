"""Every night the officer gets a line that this site cannot take back (SECURITY L-04)."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from cms.jobs import JOBS, run_jobs
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.evidence.receipts import verify
from tests.support.append_only import lifted

pytestmark = [pytest.mark.django_db, pytest.mark.security("L-04")]
OFFICER = "officer@example.org"
RECEIPT = re.compile(r"^[\w-]+\.[\w-]{80,}$", re.MULTILINE)


@pytest.fixture(autouse=True)
def officer(settings):
    settings.CHECKPOINT_EMAIL = OFFICER


def something_happens() -> None:
    with transaction.atomic():
        record("data_subject.created", by=Actor.system("test"), subject=uuid4())


def nightfall() -> None:
    """The checkpoint as the nightly jobs make it; the other jobs have tests of their own."""
    assert "checkpoint_ledger" in JOBS["night"]
    only = {"checkpoint_ledger", "verify_ledger"}
    assert run_jobs("night", call=lambda job: call_command(job, stdout=io.StringIO()) if job in only else None) == []
    call_command("send_outbox", stdout=io.StringIO())


def test_the_officer_is_mailed_what_anybody_can_check(tmp_path):
    something_happens()
    nightfall()
    [message] = mail.outbox
    [receipt] = RECEIPT.findall(message.body)
    assert message.to == [OFFICER] and verify(receipt)
    assert receipt in message.alternatives[0].content
    assert re.findall(r"\S+@\S+", message.body + message.subject) == []
    kept = tmp_path / "kept.txt"
    kept.write_text(receipt + "\n")
    call_command("verify_ledger", checkpoints=kept.open(), stdout=io.StringIO())


def test_whoever_writes_the_ledger_anew_is_found_by_what_the_officer_kept(tmp_path):
    something_happens()
    nightfall()
    kept = tmp_path / "kept.txt"
    kept.write_text(RECEIPT.findall(mail.outbox[0].body)[0])
    with lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evidence_checkpoint")
        cursor.execute("DELETE FROM evidence_ledgerentry")
    something_happens()
    call_command("verify_ledger", stdout=io.StringIO())
    with pytest.raises(CommandError, match="checkpoint at 1"):
        call_command("verify_ledger", checkpoints=kept.open())


def test_one_a_night_however_often_the_job_runs_and_also_when_nothing_happened():
    something_happens()
    for _twice in range(2):
        call_command("checkpoint_ledger", stdout=io.StringIO())
    call_command("send_outbox", stdout=io.StringIO())
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        nightfall()
    assert len(mail.outbox) == 2


def test_without_an_address_it_says_that_nobody_was_told(settings):
    settings.CHECKPOINT_EMAIL = ""
    something_happens()
    out, err = io.StringIO(), io.StringIO()
    call_command("checkpoint_ledger", stdout=out, stderr=err)
    assert RECEIPT.search(out.getvalue()) and "CHECKPOINT_EMAIL is empty" in err.getvalue()
    call_command("send_outbox", stdout=out)
    assert mail.outbox == []
