"""A correction of typing errors: a version of its own, of which readers are not told as of a change.

That is only fair while the policy promises the same as before. Whether it does is for a person to say; here is what a
machine can see: sections, what the register said, numbers, addresses, the small words that turn a sentence round, and
how much was rewritten."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from django.utils.formats import date_format
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .document import Document
from .readings import READERS
from .rendering import plain_text

if TYPE_CHECKING:
    from .models import PolicyVersion

# Words that may be written anew in one erratum, those added and those taken away both counted.
MOST_WORDS = 30
# One of these more or less turns a promise into another one.
TURNING_WORDS = {
    "nl": "niet geen nooit niets niemand nergens zonder alleen altijd moet moeten mag mogen kan kunnen",
    "en": "not no never nothing nobody none without only always must may can cannot shall",
}
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
ADDRESS = re.compile(r"""href=["']([^"']*)["']""")


class Correction(NamedTuple):
    """What would be published, beside the version it corrects."""

    title: str
    document: Document
    effective_from: date
    note: str


def problems(correction: Correction, mended: "PolicyVersion | None", today: date) -> list[str]:
    """Why this is more than a correction of typing errors; each sentence tells the editor what to do."""
    if mended is None:
        return [_("There is no version yet whose typing errors this could mend.")]
    found = [] if strip_tags(correction.note).strip() else [_("Say in “what has changed” what you corrected.")]
    if correction.effective_from not in (mended.effective_from, today):
        found.append(wrong_day(mended))
    same = (mended.title, mended.content), (correction.title, correction.document)
    found += [str(message) for stays_the_same, message in RULES if not stays_the_same(*same)]
    if not found and (count := words_changed(*same)) > MOST_WORDS:
        found.append(too_much(count))
    return [*found, way_out()] if found else []


def wrong_day(mended: "PolicyVersion") -> str:
    return _("A correction takes effect today, or keeps the date of the version it corrects: %(date)s.") % {
        "date": date_format(mended.effective_from, "j F Y")
    }


def too_much(count: int) -> str:
    return _("You changed %(count)d words; a correction of typing errors changes at most %(most)d.") % {
        "count": count,
        "most": MOST_WORDS,
    }


def way_out() -> str:
    return _("Or untick “mends typing errors only”; readers are then told what changed.")


Said = tuple[str, Document]


def same_sections(before: Said, after: Said) -> bool:
    """Also in the same order, and of the same parts."""
    return outline(before[1]) == outline(after[1])


def outline(document: Document) -> list[tuple[str, list[str]]]:
    return [(s["anchor"], [part["kind"] for part in s["parts"]]) for s in document["sections"]]


def same_readings(before: Said, after: Said) -> bool:
    return readings(before[1]) == readings(after[1])


def readings(document: Document) -> list[Document]:
    """What the register said; the caption above it is the editor's own."""
    parts = [part for section in document["sections"] for part in section["parts"] if part["kind"] in READERS]
    return [{name: value for name, value in part.items() if name != "caption"} for part in parts]


def same_numbers(before: Said, after: Said) -> bool:
    """Days, amounts, dates, articles, telephone numbers."""
    return numbers(before) == numbers(after)


def numbers(said: Said) -> list[str]:
    return [word for word in words(said) if any(character.isdigit() for character in word)]


def same_addresses(before: Said, after: Said) -> bool:
    return ADDRESS.findall(written(before)) == ADDRESS.findall(written(after))


def same_turning_words(before: Said, after: Said) -> bool:
    turning = set(TURNING_WORDS.get(after[1]["language"], "").split())
    counted = [Counter(word for word in words(said) if word in turning) for said in (before, after)]
    return counted[0] == counted[1]


RULES: tuple[tuple[Callable[[Said, Said], bool], object], ...] = (
    (same_sections, gettext_lazy("The sections are no longer the same ones, in the same order, with the same parts.")),
    (same_readings, gettext_lazy("The register says something else than in the version you correct.")),
    (same_numbers, gettext_lazy("A number, date or term is different.")),
    (same_addresses, gettext_lazy("A link leads to another address.")),
    (same_turning_words, gettext_lazy("A word such as “not”, “only” or “must” was added or taken away.")),
)


def words_changed(before: Said, after: Said) -> int:
    """Taken away and added; a word that moved counts twice."""
    old, new = words(before), words(after)
    at_least = (Counter(old) - Counter(new)).total() + (Counter(new) - Counter(old)).total()
    if at_least > MOST_WORDS:
        return at_least  # enough to refuse, without comparing two different texts word by word
    changes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return sum((i2 - i1) + (j2 - j1) for kind, i1, i2, j1, j2 in changes if kind != "equal")


def words(said: Said) -> list[str]:
    return [word.casefold() for word in WORD.findall(plain_text(written(said)))]


def written(said: Said) -> str:
    """Everything an editor typed, as HTML."""
    title, document = said
    lines = [escape(title), *document["summary"], document["introduction"]]
    for section in document["sections"]:
        lines += [escape(section["title"]), section["short_answer"]]
        lines += [text for part in section["parts"] for text in typed(part)]
    return "".join(f"<p>{line}</p>" for line in lines)


def typed(part: Document) -> list[str]:
    told = [part.get("caption", "")] if part["kind"] in READERS else [v for n, v in part.items() if n != "kind"]
    return [text for text in told if isinstance(text, str)]
