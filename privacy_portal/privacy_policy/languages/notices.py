"""What a person must hear although the code that called us swallows errors. Collected during a request and shown by
the middleware, so it does not matter which of the admin's views was asked."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_heard: ContextVar[list[str] | None] = ContextVar("policy_notices", default=None)


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collects what is said inside; each sentence once."""
    heard: list[str] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def say(sentences: Iterable[str]) -> None:
    """Nobody listens outside a request; there the raised error speaks."""
    heard = _heard.get()
    if heard is not None:
        heard.extend(sentence for sentence in sentences if sentence not in heard)
