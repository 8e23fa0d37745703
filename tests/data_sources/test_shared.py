"""How many people the records of one address name."""

import pytest

from privacy_portal.data_sources.contract import Field, Record
from privacy_portal.data_sources.shared import people_in


def named(*names: tuple[str, str]) -> list[Record]:
    return [
        Record(
            source="shop",
            kind="account",
            kind_label="",
            reference=str(number),
            activity="account",
            fields=(
                Field("first", "", first, "name", same_as="first-name"),
                Field("last", "", last, "name", same_as="last-name"),
            ),
            origin="",
            retention_start=None,
            title="",
            as_of=None,
        )
        for number, (first, last) in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("names", "people"),
    [
        ([], 0),
        ([("", "")], 0),
        ([("Alma", "Zomerdijk"), ("A.", "ZOMERDIJK"), ("", "Zomerdijk")], 1),
        ([("Zoë", "Vos"), ("Zoe", "vos")], 1),
        ([("Alma", "Zomerdijk"), ("Bas", "Zomerdijk")], 2),
        ([("Alma", "Zomerdijk"), ("Alma", "Vos")], 2),
    ],
)
def test_A08_names_tell_whether_an_address_is_shared(names, people):
    assert people_in(named(*names)) == people
