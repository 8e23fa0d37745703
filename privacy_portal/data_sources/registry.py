"""Which sources there are. Adapters register once, when the application starts."""

from django.core.exceptions import ImproperlyConfigured

from .contract import Source

_SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Add a source; two sources with one key are a mistake worth stopping for."""
    if source.key in _SOURCES:
        raise ImproperlyConfigured(f"Two data sources are called {source.key!r}")
    _SOURCES[source.key] = source
    return source


def unregister(key: str) -> None:
    """Take a source away again (tests with a source of their own)."""
    _SOURCES.pop(key, None)


def sources() -> tuple[Source, ...]:
    """All sources, in the order they were registered: what we can show first, what is asked by hand last."""
    return tuple(_SOURCES.values())


def labels() -> dict[str, str]:
    """What each source is called, in the language that is active."""
    return {source.key: str(source.label) for source in sources()}


def source(key: str) -> Source:
    """The source with this key; KeyError if there is none."""
    return _SOURCES[key]
