"""Whoever was forgotten is not brought back by the next import of the ticket shop (SECURITY E-06)."""

from datetime import timedelta

import pytest

from privacy_portal.data_sources.ticketing.importing import import_folder
from privacy_portal.data_sources.ticketing.models import Customer
from privacy_portal.erasure.suppression import suppress
from tests.data_sources.ticket_shop import NOW
from tests.support.customers import ALMA, BAS, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("source", "left"), [("ticketing", [ALMA]), ("mailchimp", [ALMA, BAS])])
def test_an_import_leaves_out_who_was_forgotten_in_that_source(tmp_path, source, left):
    suppress(person(BAS), source=source, case_ref="SPOT-2026-0001", now=NOW)
    rows = f"number,email,last_active_on\nC1,{ALMA},2026-11-01\nC2,{BAS},2026-11-01\n"
    (tmp_path / "customers.csv").write_text(rows)
    import_folder(tmp_path, now=NOW + timedelta(days=1))
    assert sorted(customer.email for customer in Customer.objects.all()) == left
