"""Two minds changed at the very same moment leave one line of history, in which one is the last."""

import itertools

import pytest

from privacy_portal.consent.actions import set_choice
from privacy_portal.consent.enums import Method
from privacy_portal.consent.models import ConsentRecord
from privacy_portal.evidence.actors import Actor
from tests.support.customers import person
from tests.support.fake_source import only
from tests.support.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_counts_choices_made_at_once_one_after_the_other(tmp_path):
    alma = person()

    def choose(number):
        on, by = number % 2 == 0, Actor.subject(alma.pk)
        return set_choice(subject=alma, key="loyalty", on=on, by=by, method=Method.PORTAL, language="nl").position

    def lines():
        return list(ConsentRecord.objects.order_by("position").values_list("position", "state"))

    with only():
        *answers, history = race(choose, 8, tmp_path, then=lines)
    assert all(isinstance(answer, int) for answer in answers)
    assert [position for position, _state in history] == list(range(1, len(history) + 1))
    states = [state for _position, state in history]
    assert all(one != other for one, other in itertools.pairwise(states)), "no change is told twice"
