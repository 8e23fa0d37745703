"""Many who come to a cold site at the same moment; apart from what `once` loads, as threads see what is committed."""

import pytest
from django.utils import timezone

from cms.models import KeptPage
from tests.support.once import load_site
from tests.support.races import race
from tests.support.wsgi import ask


@pytest.mark.django_db(transaction=True)
def test_many_who_come_to_a_cold_site_at_once_all_get_the_page(process, tmp_path):
    load_site(timezone.now())
    KeptPage.objects.all().delete()  # what publishing made at once
    webs = [process(), process()]
    replies = race(
        lambda number: ask(webs[number % 2], accept_encoding="br"), 8, tmp_path, then=lambda: KeptPage.objects.count()
    )
    assert len(set(map(str, replies[:-1]))) == 1
    assert replies[0].status == 200 and replies[-1] == 3
