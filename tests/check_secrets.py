"""No secret in a file that git keeps: no private key, no token of a known shape, nothing random where a key or password
stands (SECURITY S-05). Prints where, never what."""

import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_BYTES = 2_000_000
SHAPES = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{20}"),
    "a key of Mailchimp": re.compile(r"\b[0-9a-f]{32}-us\d{1,2}\b"),
    "a key of Amazon": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "a token of a code host": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20})"),
    "a token of a web service": re.compile(r"\b(?:sk_live_|xox[abprs]-)[A-Za-z0-9-]{10,}"),
    "a password in an address": re.compile(r"\b\w+(?:\+\w+)?://[^\s:/@'\"{}$]+:(?P<value>[^\s@'\"{}$]{8,})@"),
}
NAMED = re.compile(
    r"""(?P<name>\b\w*(?:KEYS?|SECRET|TOKEN|PASSWORD|PASSWD)\b)["']?\s*(?::\s*\w+\s*)?[:=]+\s*["']?(?P<value>[^\s"',;)}]{16,})""",
    re.IGNORECASE,
)
# Bits a character: English and Dutch words stay below, 16 random bytes in base64 or hex lie above.
RANDOM, RANDOM_HEX = 3.7, 3.0
# What looks like one and is none: the file, the name, why.
KNOWN: dict[tuple[str, str], str] = {
    ("tests/support/outside/mailchimp.py", "a key of Mailchimp"): "opens our own stand-in only",
    ("tests/support/outside/mailchimp.py", "KEY"): "the same",
    ("tests/casework/test_sources.py", "SECRET"): "a canary: no page may show it",
}


def entropy(value: str) -> float:
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())


def is_random(value: str) -> bool:
    """Words in a row (a path, a setting's name, a call) are none."""
    if re.fullmatch(r"[0-9a-fA-F]{32,}", value):
        return entropy(value) > RANDOM_HEX
    secret = value.rpartition(":")[2]
    looks_made = re.fullmatch(r"[A-Za-z0-9+/=_-]{20,}", secret) and re.search(r"\d", secret)
    return bool(looks_made) and entropy(secret) > RANDOM


def problems(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, name, and what was found there."""
    for what, shape in SHAPES.items():
        for found in shape.finditer(text):
            if "value" not in found.groupdict() or is_random(found["value"]):
                yield line_of(text, found), what, f"looks like {what}"
    for found in NAMED.finditer(text):
        if is_random(found["value"]):
            yield line_of(text, found), found["name"], f"{found['name']} has a value that looks random"


def line_of(text: str, found: re.Match) -> int:
    return text.count("\n", 0, found.start()) + 1


def kept_files() -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and not path.is_symlink() and path.stat().st_size < MOST_BYTES:
            yield path


def main() -> int:
    found, used = [], set()
    for path in kept_files():
        name = path.relative_to(ROOT).as_posix()
        for line, what, sentence in problems(path.read_text(errors="ignore")):
            if (name, what) in KNOWN:
                used.add((name, what))
            else:
                found.append(f"{name}:{line}: {sentence}")
    found += [
        f"{path}: {name} is allowed and no longer there; take it from the list" for path, name in KNOWN.keys() - used
    ]
    print("\n".join(found) or "secrets: none in the files that git keeps")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
