"""Keyed digests: what the database holds instead of a code, a token or an address (SECURITY V-03, C-04).

One purpose per use, so that a digest taken from one column is worthless in another."""

from hmac import compare_digest
from uuid import UUID

from privacy_portal.evidence.blind_index import blind_index


def of_identifier(kind: str, normalised: str) -> str:
    return blind_index(normalised, purpose=f"identifier:{kind}")


def of_code(challenge_id: UUID, normalised: str) -> str:
    """Bound to its challenge: equal codes of two people have unequal digests."""
    return blind_index(f"{challenge_id}:{normalised}", purpose="challenge-code")


def of_proof(row_id: UUID, normalised: str) -> str:
    """A second proof that is a code, bound to its row in the same way."""
    return blind_index(f"{row_id}:{normalised}", purpose="proof-code")


def of_link(token: str) -> str:
    return blind_index(token, purpose="challenge-link")


def of_browser(nonce: str) -> str:
    return blind_index(nonce, purpose="browser-nonce")


def of_session(token: str) -> str:
    return blind_index(token, purpose="customer-session")


def of_work(challenge: str) -> str:
    """Signs what a browser is asked to work out, so that it need not be remembered."""
    return blind_index(challenge, purpose="proof-of-work")


def of_limit(scope: str, key: str) -> str:
    return blind_index(f"{scope}:{key}", purpose="limit")


def same(one: str, other: str) -> bool:
    """In constant time."""
    return compare_digest(one.encode(), other.encode())
