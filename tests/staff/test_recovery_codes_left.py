"""Staff see how many recovery codes they have left, so that the last one is no surprise (SECURITY A-03)."""

import pytest
from django.urls import reverse
from django_otp import verify_token

from cms.staff.devices import RecoveryDevice
from tests.support.staff import member_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.security("A-03")]


def test_the_page_counts_them_and_shows_none_again():
    chandni = member_of("", email="chandni@example.org")
    device = RecoveryDevice.objects.create(user=chandni, name="recovery")
    codes = device.replace_codes()
    client = signed_in(chandni)
    assert "nog 8 herstelcodes" in client.get(reverse("staff:security")).text
    assert verify_token(chandni, device.persistent_id, codes[0])
    page = client.get(reverse("staff:security")).text
    assert "nog 7 herstelcodes" in page
    assert not any(code in page for code in codes)
