"""Comparing two versions word for word: what is marked, what stays whole, and that nothing hostile gets through."""

import re
from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinyhtml5.parser import HTMLParser

from privacy_portal.privacy_policy.changes.comparison import Change, Comparison, clean, compare
from privacy_portal.privacy_policy.models import PolicyVersion

HIDDEN = re.compile(r'<span class="ds-sr-only">.*?</span>')


def version(*sections: str, title: str = "Privacybeleid", language: str = "nl", **fields) -> PolicyVersion:
    """Not saved: comparing needs the text alone."""
    html = "\n".join(sections)
    day = fields.pop("day", date(2026, 11, 1))
    return PolicyVersion(
        html=html, title=title, slug=day.isoformat(), effective_from=day, language_code=language, **fields
    )


def section(anchor: str, title: str, body: str, number: int = 1) -> str:
    """As frozen/body.html writes it."""
    return (
        f'<section data-section="{anchor}" aria-labelledby="{anchor}"><h2 id="{anchor}">{number}. {title} '
        f'<a class="anchor" href="#{anchor}" aria-label="Link">#</a></h2>\n<!--{anchor}-->{body}</section>'
    )


def only(body_before: str, body_after: str):
    """The one section of two versions that differ in its body."""
    found = compare(version(section("data", "Gegevens", body_before)), version(section("data", "Gegevens", body_after)))
    return found.sections[0]


def shown(html: str) -> str:
    """Markup without the words for screen readers."""
    return HIDDEN.sub("", html)


def words(html: str, *, without: str = "") -> list[str]:
    """What a reader reads once every `without` is dropped; blocks and cells keep words apart."""
    html = HIDDEN.sub("", html)
    if without:
        html = re.sub(rf"<{without}>.*?</{without}>", "", html, flags=re.DOTALL)
    html = re.sub(r"</?(?:ins|del|a|strong|em|b|i|span|code|small)\b[^>]*>", "", html)
    return unescape(re.sub(r"<[^>]*>", " ", html)).split()


def refuses(html: str) -> list:
    """What a strict parser has against it."""
    parser = HTMLParser()
    parser.parse(f"<!DOCTYPE html><html><head><title>x</title></head><body>{html}</body></html>")
    return parser.errors


def test_the_strict_parser_of_these_tests_is_strict():
    assert refuses("<p><table><p></td></p>")
    assert not refuses("<p>goed</p>")


# --- What Alma sees


def test_it_marks_the_words_that_changed_and_no_others():
    found = only("<p>Wij bewaren je naam zeven jaar.</p>", "<p>Wij bewaren je naam vijf jaar.</p>")
    assert found.change is Change.CHANGED
    assert shown(found.html) == ("<div><p>Wij bewaren je naam <del>zeven</del> <ins>vijf</ins> jaar.</p></div>")


def test_it_says_in_words_what_colour_says():
    found = only("<p>Zeven jaar.</p>", "<p>Vijf jaar.</p>")
    assert '<del><span class="ds-sr-only">verwijderd: </span>Zeven</del>' in found.html
    assert '<ins><span class="ds-sr-only">toegevoegd: </span>Vijf</ins>' in found.html


def test_it_says_it_in_the_language_of_the_versions():
    before, after = (version(section("data", "Data", f"<p>{w} years.</p>"), language="en") for w in ("Seven", "Five"))
    assert "added: " in compare(before, after).sections[0].html


def test_it_says_where_a_long_change_ends():
    found = only("<p>Kort.</p>", "<p>Kort. En dan nog heel veel meer woorden erbij.</p>")
    assert "(einde van wat is toegevoegd)" in found.html


def test_it_does_not_call_a_section_that_moved_removed_and_added():
    data, rights = "<p>Je naam.</p>", "<p>Inzage.</p>"
    found = compare(
        version(section("data", "Gegevens", data), section("rights", "Rechten", rights, 2)),
        version(section("rights", "Rechten", rights), section("data", "Gegevens", data, 2)),
    )
    assert sorted(s.change for s in found.sections) == [Change.MOVED, Change.SAME]
    moved = next(s for s in found.sections if s.is_moved)
    assert {moved.was, moved.now} == {1, 2}
    assert (found.words_added, found.words_removed) == (0, 0)
    assert "<ins>" not in "".join(s.html for s in found.sections)


def test_it_sees_words_that_changed_in_a_section_that_moved():
    found = compare(
        version(*(section(a, a, f"<p>Over {a}.</p>", n) for n, a in enumerate(("een", "twee", "drie"), 1))),
        version(*(section(a, a, f"<p>Meer over {a}.</p>", n) for n, a in enumerate(("drie", "een", "twee"), 1))),
    )
    assert [(s.anchor, s.is_moved, s.change) for s in found.sections] == [
        ("now-drie", True, "changed"),
        ("now-een", False, "changed"),
        ("now-twee", False, "changed"),
    ]


def test_it_does_not_mind_that_numbers_shift_when_a_section_is_added():
    found = compare(
        version(section("data", "Gegevens", "<p>Je naam.</p>")),
        version(section("why", "Waarom", "<p>Om je kaarten.</p>"), section("data", "Gegevens", "<p>Je naam.</p>", 2)),
    )
    assert [(s.anchor, s.change) for s in found.sections] == [("now-why", "added"), ("now-data", "same")]


def test_it_knows_a_section_whose_address_was_renamed():
    body = "<p>Wij bewaren je naam en adres zolang je een account hebt, en daarna nog zeven jaar.</p>"
    found = compare(version(section("bewaren", "Bewaren", body)), version(section("retention", "Bewaren", body)))
    assert [s.change for s in found.sections] == [Change.SAME]


def test_it_tells_two_different_sections_apart():
    found = compare(
        version(section("cookies", "Cookies", "<p>Alleen wat nodig is.</p>")),
        version(section("cameras", "Camera’s", "<p>Er hangen camera’s bij de ingang.</p>")),
    )
    assert sorted(s.change for s in found.sections) == [Change.ADDED, Change.REMOVED]


def test_it_shows_what_is_gone_where_it_stood():
    kept = [section(a, a, f"<p>Iets over {a}.</p>") for a in ("een", "drie")]
    gone = section("twee", "Bijzonder", "<p>Heel iets anders dus.</p>")
    found = compare(version(kept[0], gone, kept[1]), version(*kept))
    assert [s.anchor for s in found.sections] == ["now-een", "gone-twee", "now-drie"]


def test_it_marks_a_changed_title_in_its_heading():
    found = compare(
        version(section("data", "Welke gegevens", "<p>Je naam.</p>")),
        version(section("data", "Welke gegevens we bewaren", "<p>Je naam.</p>")),
    )
    assert shown(found.sections[0].heading) == "Welke gegevens <ins>we bewaren</ins>"


def test_it_sees_a_link_that_leads_elsewhere():
    found = only('<p><a href="/a/">Meer</a> weten</p>', '<p><a href="/b/">Meer</a> weten</p>')
    assert shown(found.html) == (
        '<div><p><del><a href="/a/">Meer</a></del><ins><a href="/b/">Meer</a></ins> weten</p></div>'
    )


def test_it_reads_one_clear_change_instead_of_crumbs():
    found = only(
        "<p>Wij delen je naam soms met de artiest van het concert.</p>",
        "<p>Wij delen nooit iets met wie dan ook buiten dit huis.</p>",
    )
    assert found.html.count("<ins>") == 1


@pytest.mark.parametrize(
    ("what", "before", "after", "marked"),
    [
        (
            "a row that was added",
            "<tr><th>Gentleware</th><td>Kaarten</td></tr>",
            "<tr><th>Gentleware</th><td>Kaarten</td></tr><tr><th>Keynius</th><td>Lockers</td></tr>",
            "<tr><th><ins>Keynius</ins></th><td><ins>Lockers</ins></td></tr>",
        ),
        (
            "a row that is gone",
            "<tr><th>Gentleware</th><td>Kaarten</td></tr><tr><th>Keynius</th><td>Lockers</td></tr>",
            "<tr><th>Gentleware</th><td>Kaarten</td></tr>",
            "<tr><th><del>Keynius</del></th><td><del>Lockers</del></td></tr>",
        ),
        (
            "a cell that changed",
            "<tr><th>Naam</th><td>zeven jaar</td></tr>",
            "<tr><th>Naam</th><td>vijf jaar</td></tr>",
            "<tr><th>Naam</th><td><del>zeven</del><ins>vijf</ins> jaar</td></tr>",
        ),
        (
            "a row that stands beside a spanning header",
            '<tr><th rowspan="2">Naam</th><td>a</td></tr><tr><td>b</td></tr>',
            '<tr><th rowspan="2">Adres</th><td>c</td></tr><tr><td>d</td></tr>',
            '<tr><th rowspan="2"><ins>Adres</ins></th><td><ins>c</ins></td></tr><tr><td><ins>d</ins></td></tr>',
        ),
    ],
)
def test_it_keeps_tables_whole(what, before, after, marked):
    table = "<table><caption>Wie</caption><tbody>{}</tbody></table>"
    found = only(table.format(before), table.format(after))
    assert marked in shown(found.html)
    assert not refuses(found.html)


def test_it_keeps_lists_whole():
    found = only("<ul><li>naam</li><li>adres</li></ul>", "<ul><li>naam</li><li>telefoon</li><li>adres</li></ul>")
    assert shown(found.html) == "<div><ul><li>naam</li><li><ins>telefoon</ins></li><li>adres</li></ul></div>"


def test_it_opens_folded_details_in_which_something_changed():
    details = "<details><summary>Meer</summary><p>{}</p></details>"
    assert '<details open="">' in only(details.format("zeven jaar"), details.format("vijf jaar")).html
    assert (
        "<details>" in only(details.format("zeven jaar") + "<p>a</p>", details.format("zeven jaar") + "<p>b</p>").html
    )


# --- Untouched, empty and hostile


def test_it_says_of_two_equal_texts_that_they_are_equal():
    one = version(section("data", "Gegevens", "<p>Je naam.</p>"))
    found = compare(one, version(one.html, day=date(2026, 12, 1)))
    assert found.is_same
    assert not found.differing


def test_it_does_not_mind_how_a_text_is_dressed():
    found = only('<p class="lead">Je naam.</p>', "<p>Je \n naam.</p>")
    assert found.change is Change.SAME


@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("", "<p>Iets</p>"), ("<p>Iets</p>", ""), ("<p></p>", "<ul></ul>")]
)
def test_it_compares_with_nothing(before, after):
    found = only(before, after)
    assert words(found.html, without="del") == words(after)
    assert words(found.html, without="ins") == words(before)


def test_it_compares_policies_without_sections():
    assert compare(version(""), version("")).sections == ()
    assert [s.change for s in compare(version(""), version("<div class='introduction'><p>Hoi</p></div>")).sections] == [
        Change.ADDED
    ]


HOSTILE = [
    "<script>alert(1)</script>",
    "<p onclick='alert(1)'>tekst</p>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>klik</a>",
    "<a href=' JaVaScRiPt:alert(1)'>klik</a>",
    "<a href='//elders.example/'>klik</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>klik</a>",
    "<svg><script>alert(1)</script></svg>",
    "<p style='background:url(x)'>tekst</p>",
    "<iframe src='https://elders.example/'></iframe>",
    "<p class='ds-sr-only\"><script>'>tekst</p>",
    "<table><tr><td colspan='2\"><script>alert(1)</script>'>x</td></tr></table>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<td>los</td><li>los</li></p></table>",
    "<form action='/weg/'><button>Druk</button></form>",
    "<p><p><p><ul><p>door<li>elkaar<table>heen",
    "<!--><script>alert(1)</script>-->",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
]


@pytest.mark.security("ASVS 1.2.2", "ASVS 1.3.1")
@pytest.mark.parametrize("hostile", HOSTILE)
def test_it_lets_nothing_hostile_through(hostile):
    for before, after in ((hostile, "<p>goed</p>"), ("<p>goed</p>", hostile), (hostile, hostile)):
        html = only(before, after).html
        assert not re.search(r"<(script|img|svg|iframe|form|button|style)\b", html, re.IGNORECASE)
        assert not re.search(r"<[^>]*\s(on\w+|style)\s*=", html)
        assert not re.search(r'href="(?!https?://|mailto:|tel:|/[^/])', html, re.IGNORECASE)
        assert not refuses(html)


def test_it_lets_nothing_hostile_through_in_a_title():
    before, after = (
        version(section("data", f"{w} <script>alert(1)</script><b onclick=x>dik</b>", "<p>x</p>"), title=f"{w} <i>&")
        for w in ("Oud", "Nieuw")
    )
    found = compare(before, after)
    assert shown(found.title) == "<del>Oud</del><ins>Nieuw</ins> &lt;i&gt;&amp;"
    assert "script" not in found.sections[0].heading
    assert "onclick" not in found.sections[0].heading
    assert "script" not in found.sections[0].title


def test_it_cleans_the_summary():
    html = clean('<p>Nieuw: <a href="javascript:x">klik</a><script>x</script> <b>dik</b></p><ul><li>een</li></ul>')
    assert html == "<p>Nieuw: klik <b>dik</b></p><ul><li>een</li></ul>"


def test_it_does_not_fall_over_a_text_that_nests_without_end():
    deep = "<div>" * 5000 + "diep" + "</div>" * 5000
    assert words(only(deep, "<p>diep</p>").html, without="del") == ["diep"]


def test_it_shows_what_is_too_long_to_compare_finely_as_replaced():
    before, after = (f"<p>{' '.join([word] * 60_000)} einde</p>" for word in ("aap", "noot"))
    found = only(before, after)
    assert found.html.count("<ins>") == found.html.count("<del>") == 1


def test_it_comes_back_from_the_shelf_as_it_was():
    found = compare(
        version(section("data", "Gegevens", "<p>Je naam.</p>"), change_summary="<p>Eerste.</p>"),
        version(section("data", "Gegevens", "<p>Je adres.</p>"), change_summary="<p>Ander adres.</p>"),
    )
    assert Comparison.from_bytes(found.to_bytes()) == found


# --- For any two texts

signs = st.sampled_from(["naam", "adres", "jaar", "wij", "de", "een", "zeven", "privé", ",", ".", "(", "<b>", "&", "é"])
text = st.lists(signs, max_size=12).map(" ".join).map(lambda t: t.replace("&", "&amp;").replace("<b>", "&lt;b&gt;"))


@st.composite
def inline(draw) -> str:
    pieces = []
    for _number in range(draw(st.integers(0, 3))):
        words_here = draw(text)
        pieces.append(
            draw(st.sampled_from(["{}", "<strong>{}</strong>", '<a href="/x/">{}</a>', "{} ", "<em>{}</em>"])).format(
                words_here
            )
        )
    return draw(st.sampled_from(["", " "])).join(pieces)


cells = st.lists(inline(), min_size=2, max_size=2)


@st.composite
def table(draw) -> str:
    rows = ["<tr><th>{}</th><td>{}</td></tr>".format(*draw(cells)) for _number in range(draw(st.integers(0, 3)))]
    if draw(st.booleans()):
        rows.append(
            '<tr><th rowspan="2">{}</th><td>{}</td></tr>'.format(*draw(cells)) + f"<tr><td>{draw(inline())}</td></tr>"
        )
    return f"<table><caption>{draw(inline())}</caption><tbody>{''.join(rows)}</tbody></table>"


def element(tag: str):
    return inline().map(f"<{tag}>{{}}</{tag}>".format)


items = st.lists(element("li"), max_size=4).map("".join)
block = st.one_of(
    element("p"),
    element("h3"),
    items.map("<ul>{}</ul>".format),
    table(),
    st.tuples(inline(), inline()).map(
        lambda t: f"<details><summary>{t[0]}</summary><div><p>{t[1]}</p></div></details>"
    ),
    st.tuples(inline(), inline()).map(lambda t: f"<dl><div><dt>{t[0]}</dt><dd>{t[1]}</dd></div></dl>"),
    st.tuples(inline(), element("p")).map(lambda t: f"<div>{t[0]}{t[1]}</div>"),
)
body = st.lists(block, max_size=5).map("\n".join)


@st.composite
def policy(draw) -> list[tuple[str, str, str]]:
    anchors = draw(st.lists(st.sampled_from(["data", "rights", "cookies", "why"]), unique=True, max_size=4))
    return [(anchor, draw(text), draw(body)) for anchor in anchors]


def as_version(sections) -> PolicyVersion:
    return version(*(section(a, t, b, n) for n, (a, t, b) in enumerate(sections, 1)))


def told(sections) -> dict[str, list[str]]:
    return {anchor: words(f"{title} {html}") for anchor, title, html in sections}


@given(policy(), policy())
def test_it_holds_both_texts_whole(before, after):
    """Without what was removed it is the newer text, without what was added the older; anything may be in either."""
    found = compare(as_version(before), as_version(after))
    newer = {s.anchor.removeprefix("now-"): s for s in found.sections if s.change is not Change.REMOVED}
    assert list(newer) == [anchor for anchor, _title, _html in after]
    for anchor, expected in told(after).items():
        assert words(f"{newer[anchor].heading} {newer[anchor].html}", without="del") == expected
    older = [words(f"{s.heading} {s.html}", without="ins") for s in found.sections if s.change is not Change.ADDED]
    assert sorted(older) == sorted(told(before).values())


@given(policy(), policy())
def test_it_makes_valid_markup_of_any_two_texts(before, after):
    for compared in compare(as_version(before), as_version(after)).sections:
        assert not refuses(compared.html)
        assert not refuses(f"<h2>{compared.heading}</h2>")


@given(policy())
def test_it_finds_no_change_in_the_same_text(sections):
    found = compare(as_version(sections), as_version(sections))
    assert found.is_same
    assert not re.search(r"<(ins|del)\b", "".join(s.heading + s.html for s in found.sections))


@given(policy(), st.randoms(use_true_random=False))
def test_it_finds_only_moves_in_the_same_sections_in_another_order(sections, random):
    shuffled = list(sections)
    random.shuffle(shuffled)
    found = compare(as_version(sections), as_version(shuffled))
    assert {s.change for s in found.sections} <= {Change.SAME, Change.MOVED}


@given(st.text(max_size=200), st.text(max_size=200))
def test_it_survives_any_markup(before, after):
    html = only(before, after).html
    assert not re.search(r"<(script|img|svg|iframe)\b", html, re.IGNORECASE)
