"""Every sentence the site can say exists in Dutch: none missing, none fuzzy, none left over in the source only.

Runs xgettext over a copy of the catalogue, so a new msgid that nobody translated fails as well. It knows the functions
by their own names and `_`, so another name for one of them hides sentences from it and fails too."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["cms", "home", "privacy_portal"]
RENAMED = re.compile(r"\b\w*gettext\w* as (?!_\b)\w+")
IGNORE = [".venv/*", "var/*", "tests/*", "benchmarks/*", "node_modules/*"]


def problems_of(catalogue: polib.POFile) -> list[str]:
    found = [f"fuzzy: {entry.msgid!r}" for entry in catalogue.fuzzy_entries() if not entry.obsolete]
    return found + [f"untranslated: {entry.msgid!r}" for entry in catalogue.untranslated_entries()]


def fresh_catalogue(language: str) -> polib.POFile:
    """The catalogue as makemessages would leave it, made on a copy so that checking changes nothing."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    with tempfile.TemporaryDirectory() as folder:
        backup = Path(folder) / "django.po"
        shutil.copy(path, backup)
        ignore = [part for pattern in IGNORE for part in ("--ignore", pattern)]
        command = [sys.executable, "manage.py", "makemessages", "-l", language, "--no-wrap", "-v", "0", *ignore]
        try:
            subprocess.run(command, cwd=ROOT, check=True)
            return polib.pofile(str(path))
        finally:
            shutil.copy(backup, path)


def hidden() -> list[str]:
    files = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    found = ((path, RENAMED.search(path.read_text())) for path in files)
    return [f"xgettext does not know this name: {path.relative_to(ROOT)}: {hit[0]}" for path, hit in found if hit]


def main() -> int:
    if shutil.which("xgettext") is None:
        print("translations: gettext is not installed (on Debian: apt-get install gettext)")
        return 1
    problems = [f"{language}: {line}" for language in ("nl",) for line in problems_of(fresh_catalogue(language))]
    problems += hidden()
    print("\n".join(problems[:60]) or "translations: complete")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
