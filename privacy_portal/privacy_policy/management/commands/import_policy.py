import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from privacy_portal.privacy_policy.importing import Imported, import_policy
from privacy_portal.privacy_policy.pages import NoFrontPage
from privacy_portal.privacy_policy.plain_text import PlainPolicy, UnreadablePolicy, parse


class Command(BaseCommand):
    help = (
        "Publishes a privacy policy from a text file under its own date. The first line is the title; “1. Title” "
        "starts a section, “- ” a list item; **bold** and [words](address) are kept. A link whose address is # keeps "
        "it, unless --links gives the address. A version older than the newest one joins the archive and leaves the "
        "live page as it is. Running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--locale", required=True, choices=[code for code, _ in settings.LANGUAGES])
        parser.add_argument("--version-date", required=True, type=as_date, help="the day it took effect: 2023-11-10")
        parser.add_argument("--links", type=Path, help="JSON file: the words of a link and the address it leads to")

    def handle(self, *args, file: Path, locale: str, version_date: date, links: Path | None, **options):
        policy = self.read(file, read_links(links))
        try:
            imported = import_policy(policy, language_code=locale, effective_from=version_date)
        except NoFrontPage as problem:
            raise CommandError(str(problem)) from problem
        except ValidationError as problem:
            raise CommandError("; ".join(problem.messages)) from problem
        self.tell(imported, policy)

    def read(self, file: Path, links: dict[str, str]) -> PlainPolicy:
        try:
            return parse(file.read_bytes().decode("utf-8"), links)
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}") from problem
        except UnicodeDecodeError as problem:
            line = problem.object[: problem.start].count(b"\n") + 1
            raise CommandError(f"{file}, line {line}: this is not UTF-8 text.") from problem
        except UnreadablePolicy as problem:
            raise CommandError(f"{file}, {problem}") from problem

    def tell(self, imported: Imported, policy: PlainPolicy) -> None:
        done = "Published" if imported.is_new else "Already there, nothing changed"
        self.stdout.write(f"{done}: {imported.version.get_absolute_url()} ({len(policy.sections)} sections)")
        for link in policy.open_links:
            self.stdout.write(f"line {link.line}: “{link.label}” has no address yet; give it with --links")


def as_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a date; write it as 2023-11-10") from None


def read_links(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        links = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise CommandError(f"{file}: {problem}") from problem
    if not isinstance(links, dict) or not all(isinstance(target, str) for target in links.values()):
        raise CommandError(f"{file}: a JSON object of words and addresses was expected.")
    return links
