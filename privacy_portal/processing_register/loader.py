"""The door for loading a register from a file: all of it or nothing."""

import json
from datetime import datetime
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Locale

from .generation import bump
from .loading.checking import Document, check
from .loading.problems import Problem, RegisterFileError
from .loading.sections import SECTIONS
from .loading.writing import LoadReport, Writer

__all__ = ["LoadReport", "RegisterFileError", "load"]


def load(path: str | Path, now: datetime | None = None, *, only_new: bool = False) -> LoadReport:
    """Publishes what the file says in every language of the site; a second time changes nothing.

    Raises RegisterFileError with every problem found, before anything is written."""
    document = _read(Path(path))
    languages = tuple(code for code, _name in settings.LANGUAGES if _speaks(document, code))
    with transaction.atomic():
        known = {s.model: set(s.model.objects.values_list("key", flat=True)) for s in SECTIONS}
        with translation.override("en"):  # messages for whoever wrote the file, all in one language
            problems = check(document, languages, known)
        if problems:
            raise RegisterFileError(problems)
        locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in languages}
        report = Writer(locales, now or timezone.now(), only_new).write(cast(Document, document))
        if report.touched:
            bump()
    return report


def _speaks(document: object, code: str) -> bool:
    """A language that a venue added may be absent from the whole file, and is then read in the default one; a file that
    begins with it says everything in it."""
    return code not in settings.EXTRA_LANGUAGES or _mentions(document, code)


def _mentions(part: object, code: str) -> bool:
    if isinstance(part, dict):
        return code in part or any(_mentions(inner, code) for inner in part.values())
    return isinstance(part, list) and any(_mentions(inner, code) for inner in part)


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RegisterFileError([Problem(path.name, "there is no such file")]) from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise RegisterFileError([Problem(path.name, f"is not JSON: {error}")]) from error
