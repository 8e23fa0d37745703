"""A download waits when something may be wrong, and its owner hears of it (SECURITY V-10, V-11)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from privacy_portal.data_subjects.actions import freeze, unfreeze
from privacy_portal.data_subjects.people import verify_email
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import OutboxMessage
from privacy_portal.exports.actions import ExportHeld, build, open_export, request_export
from privacy_portal.exports.holding import hold_of
from privacy_portal.gdpr.holds import HOLD, Risk
from tests.support.customers import ALMA, known_by, person
from tests.support.fake_source import FakeSource, only, order

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def alma(now):
    with only(FakeSource("shop", records=[order(1)])):
        alma = person(ALMA, verified=False)
        verify_email(alma, ALMA, by=BY, now=now - 100 * DAY)
        yield alma


def change_address(subject, at):
    known_by(subject, "new@example.org")
    verify_email(subject, "new@example.org", by=BY, now=at)


def ready(subject, now, **more):
    export = request_export(subject=subject, by=BY, language="nl", now=now, **more)
    return build(export.pk, now=now)


def test_V10_without_a_sign_of_risk_nothing_waits(alma, now):
    export = ready(alma, now)
    assert hold_of(export, now=now) is None
    assert b"".join(open_export(export, BY, now=now))


def test_V10_after_a_new_address_the_file_waits_three_days_and_stays_as_long_as_promised(alma, now):
    change_address(alma, now - 2 * DAY)
    export = ready(alma, now)
    assert hold_of(export, now=now).reasons == (Risk.EMAIL_CHANGED,)
    for moment in (now, now + HOLD - timedelta(seconds=1)):
        with pytest.raises(ExportHeld):
            open_export(export, BY, now=moment)
    export.refresh_from_db()
    assert export.downloads == 0 and not entries_about(alma.pk).filter(event="export.downloaded").exists()
    assert export.expires_at == now + HOLD + timedelta(days=settings.EXPORT_AVAILABLE_DAYS)
    assert b"".join(open_export(export, BY, now=now + HOLD))


def test_V10_an_address_that_changes_after_the_request_holds_as_well(alma, now):
    export = ready(alma, now)
    change_address(alma, now + DAY)
    with pytest.raises(ExportHeld):
        open_export(export, BY, now=now + 2 * DAY)
    assert b"".join(open_export(export, BY, now=now + DAY + HOLD))


def test_V10_access_that_was_stopped_and_opened_again_holds(alma, now):
    freeze(alma, by=BY, now=now - 3 * DAY)
    unfreeze(alma, by=BY, now=now - 2 * DAY)
    assert hold_of(ready(alma, now), now=now).reasons == (Risk.RECOVERY_USED,)


def test_V10_the_first_address_of_a_new_customer_is_no_change(now):
    with only(FakeSource("shop", records=[order(1)])):
        gijs = person("gijs@example.org", verified=False)
        verify_email(gijs, "gijs@example.org", by=BY, now=now)
        assert hold_of(ready(gijs, now), now=now) is None


@pytest.mark.parametrize(("asked_before", "left"), [(24, True), (25, False), (40, False)])
def test_V10_a_request_for_the_same_that_lies_open_keeps_its_month(alma, now, asked_before, left):
    change_address(alma, now - DAY)
    received = timezone.localdate(now) - timedelta(days=asked_before)
    hold = hold_of(ready(alma, now, received_on=received), now=now)
    assert (hold is not None) is left
    assert hold is None or timezone.localdate(hold.until) == received + timedelta(days=25)


def test_V11_the_mail_tells_that_it_waits_and_how_to_stop_it(alma, now):
    change_address(alma, now - DAY)
    ready(alma, now)
    letters = OutboxMessage.objects.pending().filter(template="export_ready")
    assert {letter.content["to"] for letter in letters} == {ALMA, "new@example.org"}
    for letter in letters:
        assert "Voor je veiligheid" in letter.content["text"] and "Voor je veiligheid" in letter.content["html"]
