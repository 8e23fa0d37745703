import json
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from privacy_portal.privacy_policy.drift.comparison import Comparison, compare_all
from privacy_portal.privacy_policy.drift.export import as_data

NONE, DRIFT, NOT_CHECKED = 0, 1, 2
OUTCOMES = {NONE: "none", DRIFT: "drift", NOT_CHECKED: "not-checked"}
SUMMARY = {
    "none": "Policy and practice agree.",
    "drift": "Policy and practice differ in {count} places.",
    "not-checked": "Not everything could be checked; this says nothing about whether promises are kept.",
}


class Command(BaseCommand):
    help = (
        "Compares the newest published policy of each language with the register and with what this site does: "
        "periods, days to answer, rights, processors, cookies, switches. Changes nothing and names nobody. "
        "Exits 0 when nothing differs, 1 when something does, 2 when it could not check."
    )

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        """In English, for monitoring, whatever language the site speaks."""
        with translation.override("en"):
            comparisons = compare_all()
            code = exit_code(comparisons)
            found = report(comparisons, code)
        tell = self.tell_json if options["format"] == "json" else self.tell_text
        tell(found)
        if code:
            sys.exit(code)

    def tell_json(self, found: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))

    def tell_text(self, found: dict[str, Any]) -> None:
        for version in found["versions"]:
            for name in version["not_stated"]:
                self.stdout.write(f"{version['language']} {version['version']}: not in the policy: {name}")
            for name in version["not_checked"]:
                self.stdout.write(f"{version['language']} {version['version']}: could not check: {name}")
        for each in found["differences"]:
            self.stdout.write(line(each))
        self.stdout.write(SUMMARY[found["outcome"]].format(count=len(found["differences"])))


def exit_code(comparisons: list[Comparison]) -> int:
    """What differs was seen, so it counts whatever else could not be looked at. No version: nothing was checked."""
    if any(each.differences for each in comparisons):
        return DRIFT
    return NONE if comparisons and all(each.is_checked for each in comparisons) else NOT_CHECKED


def report(comparisons: list[Comparison], code: int) -> dict[str, Any]:
    return {
        "outcome": OUTCOMES[code],
        "versions": [version(each) for each in comparisons],
        "differences": [as_data(difference) for each in comparisons for difference in each.differences],
    }


def version(comparison: Comparison) -> dict[str, Any]:
    unchecked = comparison.unchecked
    return {
        "language": comparison.language_code,
        "version": comparison.slug,
        "url": comparison.url,
        "reads_register": comparison.reads_register,
        "not_stated": [str(each.practice) for each in unchecked if not each.failed],
        "not_checked": [str(each.practice) for each in unchecked if each.failed],
    }


def line(found: dict[str, Any]) -> str:
    about = f"{found['what']} of “{found['subject']}”" if found["subject"] else found["what"]
    return (
        f"{found['language']} #{found['section']} [{found['severity']}] {about}: "
        f"policy “{found['policy']}”, {found['compared_with']} “{found['practice']}”"
    )
