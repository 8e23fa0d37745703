"""Facts in the ledger are ids and words of ours. What looks like a person is refused at the door, because
the chain cannot forget (SECURITY L-05)."""

import re
from typing import Any

# What a fact may never look like, and what to call it in the refusal.
LOOKS_PERSONAL = {
    "an e-mail address": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}"),
    "an IPv4 address": re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"),
    "an IPv6 address": re.compile(r"(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{0,4}", re.IGNORECASE),
    "a bank account": re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{4} ?(?:\d ?){10}"),
    "a telephone number": re.compile(r"(?<![\w-])(?:\+31|06)(?:[ -]?\d){8,9}(?![\w-])"),
}


class PersonalFact(ValueError):
    pass


def refuse_personal(text: str) -> None:
    for kind, pattern in LOOKS_PERSONAL.items():
        if pattern.search(text):
            raise PersonalFact(f"A ledger entry would hold {kind}; put it under `personal` instead.")


def refuse_personal_facts(facts: dict[str, Any], *texts: str) -> None:
    for text in (*texts, *_texts(facts)):
        refuse_personal(text)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in _texts(part)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return []
