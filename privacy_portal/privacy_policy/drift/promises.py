"""The frozen text against the machinery. What a policy promises is taken from what it froze, never looked up again."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from privacy_portal.privacy_policy.document import Document

from .difference import Change, Difference, Place, Severity
from .practice import Fact, Practice, Promised
from .prose import terms_to_answer

ANSWER = "answer"
HOST_ONLY = "__Host-"
SERIOUS, ATTENTION = Severity.SERIOUS, Severity.ATTENTION


class Part(NamedTuple):
    """A part of a section, and where it stands."""

    place: Place
    content: Document


class Promise(NamedTuple):
    """What one place in the policy says about one thing. An empty `value` says that nothing is promised."""

    place: Place
    key: str
    name: str
    value: str | int | bool
    words: str = ""


class Rule(NamedTuple):
    """How much it matters when the policy does not mention a fact, when a promise has no fact behind it, and when the
    two differ. None: that is as it should be."""

    unmentioned: Severity | None
    unkept: Severity | None
    differs: Severity | None


RULES: dict[Promised, Rule] = {
    # An activity that is not public has a period too; a period that is promised and not applied is a broken promise.
    Promised.PERIODS: Rule(None, SERIOUS, SERIOUS),
    Promised.ANSWER_DAYS: Rule(ATTENTION, None, SERIOUS),
    Promised.RIGHTS: Rule(ATTENTION, SERIOUS, ATTENTION),
    # Not every party is asked for data; every party that is asked must be named (Art. 13(1)(e)).
    Promised.PROCESSORS: Rule(SERIOUS, None, None),
    Promised.COOKIES: Rule(SERIOUS, ATTENTION, None),
    Promised.GROUNDS: Rule(ATTENTION, None, SERIOUS),
}


def promised_periods(parts: list[Part]) -> Iterator[Promise]:
    """Art. 13(2)(a): by key where data are listed per purpose, by name where periods are."""
    for place, row in rows(parts, "purposes"):
        yield Promise(place, row["key"], row["name"], row["iso_period"], row["period"])
    for place, row in rows(parts, "retention"):
        for name in row["activities"]:
            yield Promise(place, name, name, row["iso_period"], row["period"])
    for part in parts:
        for name in part.content.get("not_stated", ()):
            yield Promise(part.place, name, name, "")


def promised_answer(parts: list[Part]) -> Iterator[Promise]:
    """Art. 12(3) and the venue's own term: stated by the block of rights, and often in a sentence too."""
    for part in parts:
        if "answer_days" in part.content:
            yield Promise(part.place, ANSWER, "", part.content["answer_days"], part.content["answer_period"])
        for term in terms_to_answer(part.content.get("html", "") or part.content.get("text", "")):
            yield Promise(part.place, ANSWER, "", term.days, term.words)


def promised_rights(parts: list[Part]) -> Iterator[Promise]:
    """A right with an address is one the portal promises to take; one without is only explained."""
    for place, row in rows(parts, "rights"):
        yield Promise(place, row["key"], row["name"], bool(row["url"]))


def promised_processors(parts: list[Part]) -> Iterator[Promise]:
    for place, row in rows(parts, "processors"):
        yield Promise(place, row["key"], row["name"], True)


def promised_cookies(parts: list[Part]) -> Iterator[Promise]:
    """Only those this site says it sets itself. Development leaves out the prefix that asks for https."""
    for place, row in rows(parts, "cookies"):
        if row.get("on_this_site"):
            yield Promise(place, row["technical_name"].removeprefix(HOST_ONLY), row["name"], True)


def promised_grounds(parts: list[Part]) -> Iterator[Promise]:
    """Art. 7(3) and 21: a switch belongs to a ground."""
    for place, row in rows(parts, "purposes"):
        yield Promise(place, row["key"], row["name"], row["article"], row["basis"])


# Which kinds of part state it, and what they say.
PROMISES: dict[Promised, tuple[tuple[str, ...], Callable[[list[Part]], Iterator[Promise]]]] = {
    Promised.PERIODS: (("purposes", "retention"), promised_periods),
    Promised.ANSWER_DAYS: (("rights",), promised_answer),
    Promised.RIGHTS: (("rights",), promised_rights),
    Promised.PROCESSORS: (("processors",), promised_processors),
    Promised.COOKIES: (("cookies",), promised_cookies),
    Promised.GROUNDS: (("purposes",), promised_grounds),
}
# Fields that versions of before they existed lack; a part without them states nothing.
ADDED_LATER = {"cookies": "on_this_site"}


def rows(parts: list[Part], kind: str) -> Iterator[tuple[Place, Document]]:
    for part in parts:
        if part.content["kind"] == kind:
            yield from ((part.place, row) for row in part.content["rows"])


def against_practice(practice: Practice, facts: Iterable[Fact], parts: list[Part]) -> list[Difference] | None:
    """None when the text has no part that could be held against it."""
    kinds, find = PROMISES[practice.promised]
    promises = list(find(parts))
    stating = [part.place for part in parts if part.content["kind"] in kinds and is_stated(part.content)]
    if not promises and not stating:
        return None
    facts = list(facts)
    known = {fact.key: fact for fact in facts} | {fact.name: fact for fact in facts}
    found = [difference for promise in promises for difference in hold(practice, promise, known.get(promise.key))]
    mentioned = {promise.key for promise in promises}
    forgotten = {fact.key: fact for fact in facts if fact.key not in mentioned}
    if RULES[practice.promised].unmentioned and stating:
        found += [unmentioned(practice, fact, stating[0]) for fact in forgotten.values()]
    return found


def is_stated(content: Document) -> bool:
    field = ADDED_LATER.get(content["kind"])
    return field is None or all(field in row for row in content["rows"])


def hold(practice: Practice, promise: Promise, fact: Fact | None) -> Iterator[Difference]:
    """One promise against the fact it is about."""
    rule = RULES[practice.promised]
    if fact is None:
        if promise.value and rule.unkept:
            yield difference(practice, promise, Change.REMOVED, rule.unkept, None)
    elif promise.value != fact.value and rule.differs:
        yield difference(practice, promise, Change.CHANGED, rule.differs, fact)


def difference(
    practice: Practice, promise: Promise, change: Change, severity: Severity, fact: Fact | None
) -> Difference:
    return Difference(
        place=promise.place,
        key=f"{practice.key}.{change}",
        subject=promise.name,
        what=practice.label,
        change=change,
        policy=promise.words or (promise.name if promise.value is True else promise.value),
        practice=(fact.words or (fact.name if fact.value is True else fact.value)) if fact else None,
        severity=severity,
        against=(practice.label,),
    )


def unmentioned(practice: Practice, fact: Fact, place: Place) -> Difference:
    severity = RULES[practice.promised].unmentioned
    assert severity is not None  # noqa: S101 - asked before
    is_one_answer = practice.promised == Promised.ANSWER_DAYS
    return Difference(
        place=place,
        key=f"{practice.key}.{Change.NOT_STATED if is_one_answer else Change.ADDED}",
        subject=fact.name,
        what=practice.label,
        change=Change.NOT_STATED if is_one_answer else Change.ADDED,
        policy=None,
        practice=fact.words or fact.name,
        severity=severity,
        against=(practice.label,),
    )
