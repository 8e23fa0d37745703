"""What changed between two versions of 8,000 words of which 30 % was replaced: first view, and every view after it.

    python benchmarks/comparison.py

Prints milliseconds of the processor (the figure that hardly swings on a shared machine), with the second view beside
the page of a version; fails when the first view takes more than a second of it."""

# ruff: noqa: E402  (Django is set up before anything of it is imported)

import os
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory()
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
os.environ["TEST_DATABASE_URL"] = f"sqlite:///{FOLDER.name}/benchmark.sqlite3"

import django

django.setup()

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacy_portal.privacy_policy.changes.comparison import compare
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion, Rendition

WORDS, CHANGED, SECTIONS, PARAGRAPH = 8000, 0.3, 14, 60
# A long tail and a few words that come back all the time, as in real text.
VOCABULARY = [f"woord{number}" for number in range(3000)]
WEIGHTS = [1 / (number + 1) for number in range(len(VOCABULARY))]


def some_words(count: int) -> list[str]:
    return random.choices(VOCABULARY, WEIGHTS, k=count)


def changed(words: list[str]) -> list[str]:
    return [some_words(1)[0] if random.random() < CHANGED else word for word in words]


def html(words: list[str]) -> str:
    size = len(words) // SECTIONS
    return "".join(section(number, words[number * size : (number + 1) * size]) for number in range(SECTIONS))


def section(number: int, words: list[str]) -> str:
    paragraphs = "".join(f"<p>{' '.join(words[at : at + PARAGRAPH])}.</p>" for at in range(0, len(words), PARAGRAPH))
    return f'<section data-section="s{number}"><h2 id="s{number}">{number + 1}. Onderdeel</h2>{paragraphs}</section>'


def milliseconds(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return (process_time() - before) * 1000


def version(page: PolicyPage, day: date, words: list[str]) -> PolicyVersion:
    return PolicyVersion.objects.create(
        page=page,
        language_code="nl",
        slug=day.isoformat(),
        effective_from=day,
        title="Privacybeleid",
        html=html(words),
        text=" ".join(words),
        content={"language": "nl", "introduction": "", "summary": [], "sections": []},
        sha256="0" * 64,
        reading_minutes=40,
        published_at=timezone.now(),
    )


def main() -> None:
    random.seed(8000)
    words = some_words(WORDS)
    texts = html(words), html(changed(words))
    one, other = (
        PolicyVersion(html=text, title="P", slug=day, effective_from=date(2026, 1, 1), language_code="nl")
        for text, day in zip(texts, ("2026-01-01", "2026-02-01"), strict=True)
    )
    print(f"two texts of {WORDS} words, {CHANGED:.0%} changed")
    print(f"  comparing:            {min(milliseconds(lambda: compare(one, other)) for _ in range(3)):8.1f} ms")
    flat = [
        PolicyVersion(
            html=html(w).replace("</p><p>", " "),
            title="P",
            slug="x",
            effective_from=date(2026, 1, 1),
            language_code="nl",
        )
        for w in (words, changed(words))
    ]
    print(f"  one paragraph each:   {min(milliseconds(lambda: compare(*flat)) for _ in range(3)):8.1f} ms")
    served(words)


def served(words: list[str]) -> None:
    """Over the real site, without the page cache in front, which would make every second view free."""
    from wagtail.models import Locale, Page

    call_command("migrate", verbosity=0)
    page = Page.get_first_root_node().add_child(
        instance=PolicyPage(title="P", slug="p", locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE))
    )
    version(page, date(2026, 1, 1), words)
    version(page, date(2026, 2, 1), changed(words))
    client, address = Client(), "/privacybeleid/verschil/2026-01-01..2026-02-01/"
    assert client.get("/privacybeleid/versies/2026-01-01/").status_code == 200

    def view(path: str) -> Callable[[], object]:
        return lambda: client.get(path)

    def fresh() -> None:
        Rendition.objects.all().delete()
        cache.clear()

    firsts = []
    for _round in range(3):
        fresh()
        firsts.append(milliseconds(view(address)))
    kept = min(milliseconds(view(address)) for _ in range(10))
    frozen = min(milliseconds(view("/privacybeleid/versies/2026-01-01/")) for _ in range(10))
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    first = min(firsts)
    print(f"  first view:           {first:8.1f} ms  (target 1000 ms: {'yes' if first < 1000 else 'NO'})")
    print(f"  every view after it:  {kept:8.1f} ms, {len(queries)} queries; without the page cache")
    if first >= 1000:
        sys.exit("The first view of a comparison takes more than a second.")
    print(f"  a version's own page: {frozen:8.1f} ms; ratio {kept / frozen:.2f}")


if __name__ == "__main__":
    main()
