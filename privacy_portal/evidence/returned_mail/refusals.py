"""When a refusal says something about the address, and not about us, our mail or this hour (RFC 5321 4.2.3;
RFC 3463)."""

import re

_STATUS = re.compile(r"\s*5\.(\d{1,3})\.(\d{1,3})\b")
# X.1.Y speaks of addresses; these two of the sender's.
_OF_THE_SENDER = frozenset({7, 8})
_ADDRESS, _MAILBOX, _DISABLED = 1, 2, 1
# Without such a number: no such mailbox, not here, name not allowed.
_BARE = frozenset({550, 551, 553})


def says_no_such_mailbox(status: str) -> bool:
    """`status` as in a delivery report: `5.1.1`. A full mailbox (5.2.2) or a policy (5.7.1) says nothing lasting."""
    found = _STATUS.match(status)
    if not found:
        return False
    subject, detail = int(found[1]), int(found[2])
    return (subject == _ADDRESS and detail not in _OF_THE_SENDER) or (subject, detail) == (_MAILBOX, _DISABLED)


def refuses_for_good(code: int, words: bytes | str) -> bool:
    """The answer to RCPT TO. An enhanced status, where there is one, is the more precise."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return says_no_such_mailbox(text) if re.match(r"\s*\d\.\d", text) else code in _BARE
