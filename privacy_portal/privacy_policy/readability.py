"""How hard a text is to read, computed here: nothing is sent anywhere and nothing is learned.

Dutch: Flesch as Douma fitted it to Dutch (1960). English: Flesch Reading Ease (1948). Both come down to two things,
the length of sentences and of words; 100 is very easy, 0 very hard. The bar is the venue's own: level B1 has no
official formula, and 60 is where both authors let "standard" begin. A language without a row is not scored."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

# Of a shorter text the score says nothing.
ENOUGH_WORDS = 40
LONG_SENTENCE = 25
LONG_WORD_SYLLABLES = 5

ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")
WORD = re.compile(r"\w+(?:[-'’./]\w+)*")
# A sentence ends at a mark before a space and a capital, a digit or an opening quote.
END = re.compile(r"(?<=[.!?…])[\"”’)]?\s+(?=[\"“‘(]?[A-ZÀ-ÖØ-Þ0-9])")
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]\.)+$|(?:^|[\s(])(?:art|bijv|bv|dr|drs|ing|ir|mr|mrs|ms|nr|no|vgl|zgn|vs)\.$", re.I
)

DUTCH_SYLLABLE = re.compile(
    r"aai|ooi|oei|eeu|ieu|aau|ij|aa|ee|oo|uu|ie|oe|eu|ui|ei|ou|au|[aeiouyáàâäéèêëíìîïóòôöúùûü]", re.IGNORECASE
)
ENGLISH_SYLLABLE = re.compile(r"[aeiouy]+", re.IGNORECASE)
# The e of "made", "makes" and "used" is silent; that of "table", "places" and "wanted" is not.
SILENT_E = re.compile(r"(?<![aeiouyl])(?:(?<![szxcg])es|(?<!h)(?<![td])ed|e)$|(?<=[aeiouy]l)e$", re.IGNORECASE)


def dutch_syllables(word: str) -> int:
    return max(1, len(DUTCH_SYLLABLE.findall(word)))


def english_syllables(word: str) -> int:
    return max(1, len(ENGLISH_SYLLABLE.findall(SILENT_E.sub("", word))))


class Measure(NamedTuple):
    """score = constant - per_syllable * syllables a word - per_word * words a sentence."""

    constant: float
    per_syllable: float
    per_word: float
    syllables: Callable[[str], int]
    bar: int


MEASURES = {
    "nl": Measure(206.84, 77, 0.93, dutch_syllables, bar=60),
    "en": Measure(206.835, 84.6, 1.015, english_syllables, bar=60),
}


@dataclass(frozen=True)
class Readability:
    score: int
    is_hard: bool
    words_per_sentence: int
    # The longest first.
    long_words: tuple[str, ...]


def sentences(text: str) -> Iterator[str]:
    """Each line of the text is a paragraph or an item of a list, and begins a sentence of its own."""
    for line in filter(None, text.splitlines()):
        begun = ""
        for piece in END.split(line):
            begun = f"{begun} {piece}".strip()
            if not ABBREVIATION.search(begun):
                yield begun
                begun = ""
        if begun:
            yield begun


def words(sentence: str) -> list[str]:
    """An address is no word to read."""
    return WORD.findall(ADDRESS.sub(" ", sentence))


def readability(text: str, language_code: str) -> Readability | None:
    """Nothing for a language without a measure, and for a text too short to measure."""
    measure = MEASURES.get(language_code)
    read = [found for sentence in sentences(text) if (found := words(sentence))]
    length = sum(map(len, read)) / max(1, len(read))
    weighed = [word for sentence in read for word in without_names(sentence)]
    if measure is None or len(weighed) < ENOUGH_WORDS:
        return None
    syllables = {word: measure.syllables(word) for word in weighed}
    weight = sum(syllables[word] for word in weighed) / len(weighed)
    score = round(measure.constant - measure.per_syllable * weight - measure.per_word * length)
    return Readability(score, score < measure.bar, round(length), longest(syllables))


def without_names(sentence: list[str]) -> list[str]:
    """A name cannot be made easier, so it does not weigh; the first word has its capital from the sentence."""
    return sentence[:1] + [word for word in sentence[1:] if not word[0].isupper()]


def longest(syllables: dict[str, int], most: int = 6) -> tuple[str, ...]:
    long = {word.lower(): count for word, count in syllables.items() if count >= LONG_WORD_SYLLABLES}
    return tuple(sorted(long, key=lambda word: (-long[word], word))[:most])
