"""The reader of plain-text policies: no word lost, and a line number when something cannot be read."""

import re
from collections import Counter
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.privacy_policy.plain_text import PlainPolicy, UnreadablePolicy, parse

MARKS = re.compile(r"\*\*|\[|\]\([^)]*\)")


def words_of_file(text: str) -> Counter:
    """Every word; marks are not words."""
    found = []
    for line in text.split("\n"):
        found += MARKS.sub("", re.sub(r"^\s*-\s+(?=\S)", "", line)).split()
    return Counter(found)


def words_of(policy: PlainPolicy) -> Counter:
    html = [policy.introduction, *(s.html for s in policy.sections)]
    titles = [policy.title, *(f"{s.number}. {s.title}" for s in policy.sections)]
    spaced = [re.sub(r"</?(?:p|ul|li)>", " ", part) for part in html]
    return Counter(" ".join(titles + [unescape(re.sub(r"<[^>]+>", "", part)) for part in spaced]).split())


word = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="*[]()"), min_size=1, max_size=12)
safe_word = word.filter(lambda w: not re.fullmatch(r"-|\d+\.", w))
phrase = st.lists(safe_word, min_size=1, max_size=6).map(" ".join)
piece = st.one_of(phrase, phrase.map("**{}**".format), phrase.map("[{}](#)".format), phrase.map("**[{}](#)**".format))
sentence = st.lists(piece, min_size=1, max_size=4).map(" ".join)
paragraph = st.one_of(sentence, sentence.map("– {}".format))
bullets = st.lists(sentence.map("- {}".format), min_size=1, max_size=4).map("\n".join)
block = st.one_of(paragraph, bullets)


@st.composite
def policies(draw) -> str:
    starts_well = phrase.filter(lambda p: not re.match(r"\d+\.\s|-\s", p))
    parts = [draw(starts_well), *draw(st.lists(block.filter(lambda b: not re.match(r"\d+\.\s", b)), max_size=3))]
    for number, title in enumerate(draw(st.lists(phrase, min_size=1, max_size=4)), start=1):
        parts.append(f"{number}. {title}")
        parts += draw(st.lists(block.filter(lambda b: not re.match(r"\d+\.\s", b)), max_size=3))
    return "\n\n".join(parts)


@given(policies())
def test_it_loses_no_word(text):
    assert words_of(parse(text)) == words_of_file(text)


@given(st.text(max_size=300))
def test_it_reads_anything_or_says_which_line(text):
    try:
        policy = parse(text)
    except UnreadablePolicy as problem:
        assert 1 <= problem.line <= len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    else:
        assert words_of(policy) == words_of_file(text.removeprefix("\ufeff").replace("\r", "\n"))


def test_it_reads_the_venues_policy_word_for_word(seed_policy):
    text = seed_policy.read_text()
    policy = parse(text)
    assert words_of(policy) == words_of_file(text)
    assert [s.number for s in policy.sections] == list(range(1, 15))
    html = policy.introduction + "".join(s.html for s in policy.sections)
    assert html.count("<b>") == text.count("**") // 2
    assert html.count("<a ") == len(re.findall(r"\]\(", text)) == len(policy.open_links)
    assert html.count("<li>") == len(re.findall(r"^- ", text, re.MULTILINE))


def test_it_takes_addresses_from_a_table_of_links():
    policy = parse("Beleid\n\n1. Deel\n\nMail [ons](#) of [bel](tel:050).", {"ons": "mailto:a@example.org"})
    assert '<a href="mailto:a@example.org">ons</a>' in policy.sections[0].html
    assert '<a href="tel:050">bel</a>' in policy.sections[0].html
    assert policy.open_links == []


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "empty"),
        ("\n\n\n", 1, "empty"),
        ("Beleid\n\nAlleen een inleiding.", 3, "no numbered section"),
        ("1. Deel\n\nTekst", 1, "title"),
        ("Beleid\n\n2. Deel", 3, "section 1 was expected"),
        ("Beleid\n\n1. Deel\n\n3. Deel", 5, "section 2 was expected"),
        ("Beleid\n\n1. Deel\n\nDit is **vet", 5, "not finished"),
        ("Beleid\n\n1. Deel\n\n[link](#", 5, "not finished"),
        ("Beleid\n\n1. Deel\n\nlink](#)", 5, "not finished"),
        ("Beleid\n\n1. Deel\n\n[x](javascript:alert)", 5, "not an address"),
        ("Beleid\n\n1. Deel **vet**", 3, "title holds no markup"),
        ("Beleid\n\n1. Deel\n\n- een\n-\n- drie", 6, "no text after"),
        ("Beleid\n\n1.\n\nTekst", 3, "no text after"),
        ("Beleid\n\n1. Deel\n\nX\x00Y", 5, "control character"),
    ],
)
def test_it_says_on_which_line_it_stopped(text, line, says):
    with pytest.raises(UnreadablePolicy, match=says) as refused:
        parse(text)
    assert refused.value.line == line


def test_it_makes_markup_of_the_file_harmless():
    policy = parse("Beleid\n\n1. Deel\n\n<script>alert(1)</script> & meer")
    assert policy.sections[0].html == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; meer</p>"
