"""What Art. 13 and 14 want a privacy policy to tell, as a table of rules over the frozen document.

Two verdicts. *Missing*: the text says nothing about it, so it cannot be sent for review. *Not stated*: the text does
tell, but the register left something open; readers see that too, and legal must know before approving. A machine only
sees whether a thing is told, never whether it is true."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from privacy_portal.gdpr.lawful_bases import LawfulBasis
from privacy_portal.gdpr.rights import Right
from privacy_portal.privacy_policy.document import Document
from privacy_portal.privacy_policy.readings import READERS

Row = dict[str, Any]
Test = Callable[[Document], bool]

CONSENT, INTERESTS = LawfulBasis.CONSENT.article, LawfulBasis.LEGITIMATE_INTERESTS.article
EVERY_RIGHT = (
    Right.ACCESS,
    Right.RECTIFICATION,
    Right.ERASURE,
    Right.RESTRICTION,
    Right.OBJECTION,
    Right.PORTABILITY,
)


@dataclass(frozen=True)
class Rule:
    """`told` answers whether the text tells it; `words` are what to look for in the prose, per language, where prose
    may tell it as well; `open_ends` are the names of what the register leaves open. `section` is where it belongs on
    this site; another policy may have it elsewhere."""

    key: str
    article: str
    section: str
    sentence: str | Promise
    told: Test | None = None
    words: dict[str, str] | None = None
    open_ends: Callable[[Document], list[str]] | None = None
    open_sentence: str | Promise = ""


@dataclass(frozen=True)
class Finding:
    """`section` is the anchor of the section to mend, and empty if the text has no such section."""

    key: str
    article: str
    sentence: str
    section: str


@dataclass(frozen=True)
class Verdict:
    missing: tuple[Finding, ...] = ()
    not_stated: tuple[Finding, ...] = ()

    @property
    def missing_keys(self) -> frozenset[str]:
        return frozenset(finding.key for finding in self.missing)


def rows(document: Document, kind: str) -> list[Row]:
    return [row for part in parts(document, kind) for row in part.get("rows", ())]


def parts(document: Document, kind: str) -> list[Row]:
    return [part for section in document["sections"] for part in section["parts"] if part["kind"] == kind]


def contact(document: Document, *names: str) -> bool:
    """Whether one block of contacts gives all of these."""
    return any(all(part.get(name) for name in names) for part in parts(document, "contacts"))


def some(kind: str, field: str) -> Test:
    return lambda document: any(row.get(field) for row in rows(document, kind))


def without(kind: str, field: str) -> Callable[[Document], list[str]]:
    return lambda document: [row["name"] for row in rows(document, kind) if row.get(field) in (None, "", [])]


def controller_told(document: Document) -> bool:
    ways = ("address", "email", "privacy_email", "phone")
    return any(contact(document, "name", way) for way in ways)


def officer_told(document: Document) -> bool:
    return contact(document, "dpo_email")


def interests_told(document: Document) -> bool:
    """A ground of legitimate interests must say which interest."""
    return all(row["basis_note"] for row in rows(document, "purposes") if row["article"] == INTERESTS)


def recipients_told(document: Document) -> bool:
    return bool(rows(document, "processors")) or any(row["recipients"] for row in rows(document, "purposes"))


def transfers_told(document: Document) -> bool:
    """Per party where it is; that readers see what is not known, too, is the next question."""
    return bool(rows(document, "processors"))


def transfers_open(document: Document) -> list[str]:
    """Of whom we do not say where the data are, or what protects them outside the EEA."""
    processors = rows(document, "processors")
    return [row["name"] for row in processors if not row["country"] or unprotected(row)]


def unprotected(row: Row) -> bool:
    return bool(row["outside_eea"]) and not row.get("safeguards")


def retention_told(document: Document) -> bool:
    return bool(rows(document, "retention")) or some("purposes", "period")(document)


def retention_open(document: Document) -> list[str]:
    named = [name for part in parts(document, "retention") for name in part.get("not_stated", ())]
    return named or without("purposes", "period")(document)


def rights_told(document: Document) -> bool:
    told = {row["key"] for row in rows(document, "rights")}
    return {right.value for right in EVERY_RIGHT} <= told


def withdrawal_told(document: Document) -> bool:
    """Only asked where consent is a ground."""
    if not any(row["article"] == CONSENT for row in rows(document, "purposes")):
        return bool(rows(document, "purposes"))
    return any(row["key"] == Right.WITHDRAW_CONSENT.value for row in rows(document, "rights"))


def complaint_told(document: Document) -> bool:
    return contact(document, "authority_name")


def mandatory_told(document: Document) -> bool:
    return any(row["mandatory"] is not None for row in rows(document, "purposes"))


def mandatory_open(document: Document) -> list[str]:
    """Neither required nor optional, or required without what follows if one does not give it."""
    purposes = rows(document, "purposes")
    return [
        row["name"] for row in purposes if row["mandatory"] is None or (row["mandatory"] and not row["consequence"])
    ]


def machines_open(document: Document) -> list[str]:
    """The register names none; whether there are none is for a person to say."""
    none_named = bool(rows(document, "purposes")) and not some("purposes", "automated")(document)
    return [_("all activities")] if none_named else []


RULES: tuple[Rule, ...] = (
    Rule(
        "controller",
        "13(1)(a)",
        "officer",
        gettext_lazy("Say who is responsible and how to reach them: add the block with contacts."),
        told=controller_told,
    ),
    Rule(
        "officer",
        "13(1)(b)",
        "officer",
        gettext_lazy("Say how to reach the data protection officer: fill it in at the controller in the register."),
        told=officer_told,
        words={
            "nl": r"functionaris (voor )?gegevensbescherming.*@",
            "en": r"data protection officer.*@",
        },
    ),
    Rule(
        "purposes",
        "13(1)(c)",
        "purposes",
        gettext_lazy("Say what the data are used for: add the block with data per purpose."),
        told=some("purposes", "purposes"),
        open_ends=without("purposes", "purposes"),
        open_sentence=gettext_lazy("The register gives no purpose for: %(names)s."),
    ),
    Rule(
        "lawful_basis",
        "13(1)(c)",
        "purposes",
        gettext_lazy("Say on which lawful basis: the block with data per purpose tells it."),
        told=some("purposes", "basis"),
        open_ends=without("purposes", "basis"),
        open_sentence=gettext_lazy("The register gives no lawful basis for: %(names)s."),
    ),
    Rule(
        "legitimate_interests",
        "13(1)(d)",
        "purposes",
        gettext_lazy("Say which legitimate interest is meant: fill in “about the lawful basis” in the register."),
        told=interests_told,
    ),
    Rule(
        "recipients",
        "13(1)(e)",
        "processors",
        gettext_lazy("Say who receives the data: add the block with processors."),
        told=recipients_told,
    ),
    Rule(
        "transfers",
        "13(1)(f)",
        "processors",
        gettext_lazy("Say whether data leave the European Economic Area, and what protects them there."),
        told=transfers_told,
        words={"nl": r"europese economische ruimte|\beer\b|doorgifte", "en": r"european economic area|\beea\b"},
        open_ends=transfers_open,
        open_sentence=gettext_lazy("The country, or what protects the data there, is not known of: %(names)s."),
    ),
    Rule(
        "retention",
        "13(2)(a)",
        "retention",
        gettext_lazy("Say how long the data are kept: add the block with periods."),
        told=retention_told,
        open_ends=retention_open,
        open_sentence=gettext_lazy("The register gives no period for: %(names)s."),
    ),
    Rule(
        "rights",
        "13(2)(b)",
        "rights",
        gettext_lazy("Name every right: access, rectification, erasure, restriction, objection and portability."),
        told=rights_told,
    ),
    Rule(
        "withdrawal",
        "13(2)(c)",
        "rights",
        gettext_lazy("Say that consent may be withdrawn at any time."),
        told=withdrawal_told,
        words={"nl": r"toestemming[^.]*(intrek|trek)|intrek[^.]*toestemming", "en": r"withdraw[^.]*consent"},
    ),
    Rule(
        "complaint",
        "13(2)(d)",
        "officer",
        gettext_lazy("Say that people may complain to the supervisory authority, and name it."),
        told=complaint_told,
        words={"nl": r"klacht[^.]*autoriteit|autoriteit persoonsgegevens", "en": r"complain[^.]*authority"},
    ),
    Rule(
        "mandatory",
        "13(2)(e)",
        "purposes",
        gettext_lazy("Say whether people must give their data, and what happens if they do not."),
        told=mandatory_told,
        open_ends=mandatory_open,
        open_sentence=gettext_lazy("Required or not, and what follows if not given, is not known of: %(names)s."),
    ),
    Rule(
        "automated_decisions",
        "13(2)(f)",
        "purposes",
        gettext_lazy("Say whether a computer takes decisions about people by itself, profiling included."),
        told=some("purposes", "automated"),
        words={
            "nl": r"geautomatiseerde besluit|(computer|machine)[^.]*besl(is|uit)",
            "en": r"automated decision|(computer|machine)[^.]*deci(de|sion)",
        },
        open_ends=machines_open,
        open_sentence=gettext_lazy("The register names no decision by a computer for %(names)s. Check that it is so."),
    ),
    Rule(
        "source",
        "14(2)(f)",
        "data",
        gettext_lazy("Say where the data come from: the block with data per purpose tells it."),
        told=some("purposes", "origin"),
        open_ends=without("purposes", "origin"),
        open_sentence=gettext_lazy("The register does not say where the data come from for: %(names)s."),
    ),
    Rule(
        "further_purposes",
        "13(3)",
        "purposes",
        gettext_lazy("Say that people hear it first when their data would be used for another purpose."),
        words={"nl": r"(ander|nieuw)\w* doel|voor iets anders", "en": r"(another|new|different|other) purpose"},
    ),
)


def check(document: Document) -> Verdict:
    """In the language that is active; the document may be in another one."""
    prose = written(document)
    missing, not_stated = [], []
    for rule in RULES:
        if is_told(rule, document, prose):
            not_stated += left_open(rule, document)
        elif is_readable(rule, document["language"]):
            missing.append(finding(rule, document, str(rule.sentence)))
        else:
            not_stated.append(finding(rule, document, for_a_person_to_read(rule)))
    return Verdict(tuple(missing), tuple(not_stated))


def is_told(rule: Rule, document: Document, prose: str) -> bool:
    if rule.told and rule.told(document):
        return True
    pattern = (rule.words or {}).get(document["language"])
    return bool(pattern and re.search(pattern, prose, re.IGNORECASE | re.DOTALL))


def is_readable(rule: Rule, language_code: str) -> bool:
    """Where prose may tell it and nobody wrote down the words of this language, a machine cannot judge."""
    return rule.words is None or language_code in rule.words


def for_a_person_to_read(rule: Rule) -> str:
    return _("This cannot be checked by itself in this language, so read it with care. %(rule)s") % {
        "rule": rule.sentence
    }


def left_open(rule: Rule, document: Document) -> list[Finding]:
    names = rule.open_ends(document) if rule.open_ends else []
    return [finding(rule, document, str(rule.open_sentence) % {"names": shortened(names)})] if names else []


def finding(rule: Rule, document: Document, sentence: str) -> Finding:
    return Finding(rule.key, rule.article, sentence, place(rule, document))


def shortened(names: list[str], most: int = 6) -> str:
    rest = len(names) - most
    more = ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest} if rest > 0 else ""
    return ", ".join(names[:most]) + (f" {more}" if more else "")


def place(rule: Rule, document: Document) -> str:
    """Where it belongs, if the text has such a section."""
    return rule.section if any(s["anchor"] == rule.section for s in document["sections"]) else ""


def written(document: Document) -> str:
    """What an editor typed, as one text; what the register says is judged by its fields."""
    lines = [document["introduction"], *document["summary"]]
    for section in document["sections"]:
        lines += [section["title"], section["short_answer"]]
        for part in section["parts"]:
            lines += [part.get("caption", "")] if part["kind"] in READERS else prose_of(part)
    return " ".join(strip_tags(re.sub(r"<(?:p|li|/p|/li|br)[^>]*>", " ", line)) for line in lines)


def prose_of(part: Row) -> list[str]:
    return [value for name, value in part.items() if name != "kind" and isinstance(value, str)]
