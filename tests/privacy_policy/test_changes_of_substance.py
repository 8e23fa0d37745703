"""What is a change for the people concerned, and what only reads differently. Documents as they are frozen."""

import pytest
from django.utils import translation

from privacy_portal.privacy_policy.changes_of_substance import changes_of_substance

ORDERS = {
    "key": "ticket-order",
    "name": "Kaarten en bestellingen",
    "purposes": ["Kaarten leveren"],
    "data": ["Naam", "E-mailadres"],
    "basis": "Overeenkomst",
    "article": "6(1)(b)",
    "basis_note": "",
    "recipients": ["Gentleware"],
    "period": "7 jaar",
    "iso_period": "P7Y",
    "start": "de dag van het laatste bezoek",
    "at_end": "De gegevens worden gewist",
    "origin": "",
    "mandatory": True,
    "consequence": "",
}
SHOP = {
    "key": "gentleware",
    "name": "Gentleware",
    "role": "Verwerker",
    "service": "",
    "country": "Nederland",
    "outside_eea": False,
    "privacy_url": "",
}
SEVEN_YEARS = {
    "period": "7 jaar",
    "iso_period": "P7Y",
    "start": "de dag van vastleggen",
    "at_end": "De gegevens worden gewist",
    "ground": "",
}


def document(*parts: dict) -> dict:
    section = {"number": 1, "title": "Gegevens", "anchor": "data", "short_answer": "", "parts": list(parts)}
    return {"language": "nl", "introduction": "", "summary": [], "sections": [section]}


def purposes(*rows: dict) -> dict:
    return {"kind": "purposes", "caption": "", "rows": list(rows)}


def processors(*rows: dict) -> dict:
    return {"kind": "processors", "caption": "", "rows": list(rows)}


def retention(activities: list[str], *, not_stated: tuple[str, ...] = (), **row) -> dict:
    rows = [SEVEN_YEARS | row | {"activities": activities}] if activities else []
    return {"kind": "retention", "caption": "", "rows": rows, "not_stated": list(not_stated)}


def text(words: str) -> dict:
    return {"kind": "text", "html": f"<p>{words}</p>"}


def sentences(older: dict, newer: dict, **options) -> list[str]:
    with translation.override("nl"):
        return [change.sentence for change in changes_of_substance(older, newer, **options)]


NAME = "Kaarten en bestellingen"
# What the newer row says otherwise -> what a reader is told.
CHANGES = {
    "purpose": (
        {"purposes": ["Kaarten leveren", "Reclame"]},
        [f"Nieuw doel: Reclame (voor {NAME})"],
    ),
    "no-purpose": ({"purposes": []}, [f"Geen doel meer: Kaarten leveren (voor {NAME})"]),
    "data": (
        {"data": ["Naam", "Geboortedatum"]},
        [f"Nieuwe gegevens: Geboortedatum (voor {NAME})", f"Niet meer gebruikte gegevens: E-mailadres (voor {NAME})"],
    ),
    "recipient": ({"recipients": ["Gentleware", "Zalsman"]}, [f"Nieuwe ontvanger: Zalsman (voor {NAME})"]),
    "no-recipient": ({"recipients": []}, [f"Geen ontvanger meer: Gentleware (voor {NAME})"]),
    "basis": ({"basis": "Toestemming"}, [f"Grondslag van {NAME}: was “Overeenkomst”, wordt “Toestemming”"]),
    "period": (
        {"period": "5 jaar", "iso_period": "P5Y"},
        [f"Bewaartermijn van gegevens voor {NAME}: was 7 jaar, wordt 5 jaar"],
    ),
    "no-period": (
        {"period": "", "iso_period": "", "start": "", "at_end": ""},
        [f"Bewaartermijn van gegevens voor {NAME}: was 7 jaar, wordt niet vermeld"],
    ),
    "at-end": (
        {"at_end": "De gegevens worden geanonimiseerd"},
        [
            f"Wat er daarna gebeurt met gegevens voor {NAME}: was “De gegevens worden gewist”, "
            "wordt “De gegevens worden geanonimiseerd”"
        ],
    ),
    "other-words-for-a-period": ({"period": "zeven jaar"}, []),
    "another-name": ({"name": "Bestellingen"}, []),
    "nothing": ({}, []),
}


@pytest.mark.parametrize("case", CHANGES)
def test_each_change_is_told_in_plain_words(case):
    changed, told = CHANGES[case]
    assert sentences(document(purposes(ORDERS)), document(purposes(ORDERS | changed))) == told


def test_it_is_told_in_the_language_of_the_reader():
    changes = changes_of_substance(document(purposes(ORDERS)), document(purposes(ORDERS | {"basis": ""})))
    with translation.override("en"):
        assert changes[0].sentence == f"Lawful basis of {NAME}: was “Overeenkomst”, becomes “not stated”"


def test_a_use_that_comes_or_goes_is_one_change_and_not_ten():
    older, newer = document(purposes(ORDERS)), document(purposes(ORDERS | {"key": "locker", "name": "Lockers"}))
    assert sentences(older, newer) == [
        "Nieuw gebruik van gegevens: Lockers",
        f"Geen gebruik van gegevens meer: {NAME}",
    ]


def test_a_use_that_moved_to_another_section_has_not_changed():
    assert sentences(document(purposes(ORDERS), purposes()), document(purposes(), purposes(ORDERS))) == []


def test_a_text_that_reads_differently_is_no_change_of_substance():
    assert sentences(document(text("Oud."), purposes(ORDERS)), document(text("Nieuw."), purposes(ORDERS))) == []


def test_a_version_that_is_all_prose_says_nothing_about_what_changed():
    """Or the first version that reads the register would call everything new."""
    prose, reading = document(text("Wij bewaren alles 7 jaar.")), document(purposes(ORDERS), processors(SHOP))
    assert sentences(prose, reading) == sentences(reading, prose) == sentences(document(), document()) == []


def test_a_party_is_told_once_and_by_the_use_it_is_for():
    older = document(purposes(ORDERS), processors(SHOP))
    zalsman = SHOP | {"key": "zalsman", "name": "Zalsman"}
    newer = document(purposes(ORDERS | {"recipients": ["Gentleware", "Zalsman"]}), processors(SHOP, zalsman))
    assert sentences(older, newer) == [f"Nieuwe ontvanger: Zalsman (voor {NAME})"]


def test_a_party_without_a_use_is_told_by_itself():
    zalsman = SHOP | {"key": "zalsman", "name": "Zalsman"}
    assert sentences(document(processors(SHOP)), document(processors(zalsman))) == [
        "Nieuwe partij die voor ons met gegevens werkt: Zalsman",
        "Werkt niet meer voor ons met gegevens: Gentleware",
    ]


def test_a_party_with_another_name_is_the_same_party():
    renamed = "TicketWorks (Gentleware)"
    older = document(purposes(ORDERS), processors(SHOP))
    newer = document(purposes(ORDERS | {"recipients": [renamed]}), processors(SHOP | {"name": renamed}))
    assert sentences(older, newer) == []


def test_a_party_that_moves_abroad_touches_those_whose_data_it_has():
    older = document(purposes(ORDERS), processors(SHOP))
    newer = document(purposes(ORDERS), processors(SHOP | {"country": "Verenigde Staten", "outside_eea": True}))
    assert sentences(older, newer) == ["Waar Gentleware gegevens bewaart: was Nederland, wordt Verenigde Staten"]
    [change] = changes_of_substance(older, newer)
    assert change.touches(frozenset({"ticket-order"}), frozenset())
    assert change.touches(frozenset(), frozenset({"gentleware"}))
    assert not change.touches(frozenset({"locker"}), frozenset({"keynius"}))
    assert not change.touches(frozenset(), frozenset())


def test_a_table_of_periods_is_read_where_no_purposes_tell_them():
    older, newer = document(retention([NAME])), document(retention([NAME], period="5 jaar", iso_period="P5Y"))
    told = [f"Bewaartermijn van gegevens voor {NAME}: was 7 jaar, wordt 5 jaar"]
    assert sentences(older, newer) == told
    [change] = changes_of_substance(older, newer, keys={NAME: "ticket-order"})
    assert change.activities == {"ticket-order"}
    assert changes_of_substance(older, newer)[0].activities == frozenset()


def test_a_period_that_was_not_stated_and_now_is():
    older, newer = document(retention([], not_stated=(NAME,))), document(retention([NAME]))
    assert sentences(older, newer) == [f"Bewaartermijn van gegevens voor {NAME}: was niet vermeld, wordt 7 jaar"]


def test_a_period_in_both_tables_is_told_once():
    shorter = {"period": "5 jaar", "iso_period": "P5Y"}
    older = document(purposes(ORDERS), retention([NAME]))
    newer = document(purposes(ORDERS | shorter), retention([NAME], **shorter))
    assert len(sentences(older, newer)) == 1
