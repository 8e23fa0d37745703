"""Asking several systems elsewhere at the same time, and waiting no longer than somebody waits for an act to be done.

Pages wait for nobody: they show what `kept_answers` has."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from django.utils.translation import get_language, override

from privacy_portal.data_sources.contract import SourceUnavailable

T = TypeVar("T")

# What an act (a switch that is set, everything turned off) waits for all systems elsewhere together.
PAGE_SECONDS = 2.0
# A system that hangs keeps its place here until its own deadline; the breaker sees to it that it is not asked again.
_POOL = ThreadPoolExecutor(max_workers=16, thread_name_prefix="outside")


class TooLate(SourceUnavailable):
    """No answer before the page had to go; the system may answer yet."""


def ask_together(questions: Mapping[str, Callable[[], T]], within: float) -> dict[str, T | Exception]:
    """Per key the answer, or the error it came to. Questions run without our database and in the language that is
    active here. `within` is in seconds, for all together."""
    language = get_language()
    asked = {key: _POOL.submit(_in_language, language, ask) for key, ask in questions.items()}
    wait(asked.values(), timeout=within)
    return {key: _answer(future) if future.done() else _too_late(future) for key, future in asked.items()}


def _in_language(language: str | None, ask: Callable[[], T]) -> T:
    with override(language):
        return ask()


def _too_late(future: Future[T]) -> TooLate:
    future.cancel()
    return TooLate("no answer in time")


def _answer(future: Future[Any]) -> Any:
    """What it came to: the answer, or the error."""
    error = future.exception()
    if error is None:
        return future.result()
    return error if isinstance(error, Exception) else SourceUnavailable(type(error).__name__)
