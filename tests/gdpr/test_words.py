"""Each word of the law that the site uses is there, with its article, in both languages."""

import pytest
from django.utils import translation

from privacy_portal.gdpr.lawful_bases import LawfulBasis
from privacy_portal.gdpr.rights import FILEABLE, RIGHTS, Right
from privacy_portal.gdpr.vocabulary import GLOSSARY, SpecialCategory


def test_every_right_is_explained():
    assert set(RIGHTS) == set(Right)
    assert {right.article for right in Right} == {"13-14", "15", "16", "17", "18", "20", "21", "22", "7(3)", "77"}
    assert len({right.slug for right in Right}) == len(Right)


def test_all_rights_of_the_policy_can_be_filed_a_complaint_included():
    """No machine decides alone at the venue, so there is no such decision to contest."""
    assert set(FILEABLE) == set(Right) - {Right.AUTOMATED_DECISION}


def test_six_lawful_bases():
    assert [basis.article for basis in LawfulBasis] == [f"6(1)({letter})" for letter in "abcdef"]


@pytest.mark.parametrize(
    ("basis", "right", "lost"),
    [
        (LawfulBasis.CONSENT, Right.WITHDRAW_CONSENT, False),
        (LawfulBasis.CONSENT, Right.OBJECTION, True),
        (LawfulBasis.LEGITIMATE_INTERESTS, Right.OBJECTION, False),
        (LawfulBasis.LEGITIMATE_INTERESTS, Right.PORTABILITY, True),
        (LawfulBasis.CONTRACT, Right.PORTABILITY, False),
        (LawfulBasis.LEGAL_OBLIGATION, Right.ERASURE, True),
        (LawfulBasis.CONTRACT, Right.ACCESS, False),
    ],
)
def test_which_right_goes_with_which_basis(basis, right, lost):
    assert (right in basis.rights_lost) is lost


def test_special_categories_name_their_article():
    assert SpecialCategory.HEALTH.article == "9(1)"
    assert SpecialCategory.CRIMINAL.article == "10"


@pytest.mark.parametrize("words", [list(Right), list(LawfulBasis), list(SpecialCategory)], ids=["rights", "bases", "9"])
def test_labels_are_dutch_in_dutch(words):
    with translation.override("en"):
        english = [str(word.label) for word in words]
    with translation.override("nl"):
        dutch = [str(word.label) for word in words]
    assert all(ours != theirs for ours, theirs in zip(dutch, english, strict=True))


def test_glossary_is_dutch_in_dutch():
    with translation.override("nl"):
        words = {term.key: (str(term.word), str(term.meaning)) for term in GLOSSARY}
    assert words["processor"][0] == "Verwerker"
    assert all("the" not in meaning.split() for _, meaning in words.values())
