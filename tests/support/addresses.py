"""Every address of the site, walked from the URLconf: with something in each hole, and the name that views go by."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

# What goes into a hole; ids that belong to nobody.
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": str(UUID(int=1))}
# What is written as a regular expression says nothing of what would fit.
EXPRESSIONS = {"wagtail_serve": "nergens/", "wagtaildocs_serve": "1/x.pdf"}
PLAIN = re.compile(r"[\w/-]*")


class Address(NamedTuple):
    path: str
    name: str

    @property
    def space(self) -> str:
        """The part of the name that a package or a viewset chose for all of its addresses."""
        first = self.name.rpartition(":")[0]
        return first or ("wagtailadmin" if self.name.startswith("wagtailadmin_") else self.name)

    @property
    def is_about_something(self) -> bool:
        """It has the id of something in it, here a made-up one."""
        return not set(SAMPLES.values()).isdisjoint(self.path.split("/"))


@cache
def addresses(language: str = "nl") -> list[Address]:
    """Where two stand at one path, the first is the one that answers."""
    found: dict[str, Address] = {}
    with translation.override(language):
        for address in _walk(get_resolver(), "/", ""):
            found.setdefault(address.path, address)
    return sorted(found.values())


def _walk(node: URLResolver, before: str, space: str) -> Iterator[Address]:
    for child in node.url_patterns:
        if isinstance(child, URLResolver):
            inner = f"{space}{child.namespace}:" if child.namespace else space
            yield from _walk(child, before + _filled(child.pattern, ""), inner)
        elif isinstance(child, URLPattern):
            yield Address(before + _filled(child.pattern, child.name or ""), f"{space}{child.name or 'nameless'}")


def _filled(pattern: Any, name: str) -> str:
    if not hasattr(pattern, "_route"):
        plain = str(getattr(pattern, "_regex", pattern)).strip("^$")
        return EXPRESSIONS.get(name) or (plain if PLAIN.fullmatch(plain) else "")
    text = str(pattern._route)
    for hole, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        for written in (f"<{kind}:{hole}>", f"<{hole}>"):
            text = text.replace(written, SAMPLES[kind])
    return text
