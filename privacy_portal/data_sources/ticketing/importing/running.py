"""One import from beginning to end: every row is read, and either all of it comes in or nothing does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy_portal.data_sources import events
from privacy_portal.data_sources.ticketing.activity import refresh_last_active
from privacy_portal.data_sources.ticketing.enums import ImportOrigin
from privacy_portal.data_sources.ticketing.models import ImportRun
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import runs
from .checking import Stream, checked
from .files import Files
from .notes import count_left_out
from .problems import ImportRefused, Overtaken, Problems
from .promoting import promote
from .shop_database import ShopDatabase
from .tables import Table
from .unwanted import Unwanted
from .writing import BATCH, Run, lay_aside

# Told of after every batch: which table, how many of its lines are read, and of how many.
Tell = Callable[[str, int, int], None]


class Origin(Protocol):
    """Where rows come from. An empty `fingerprint` means: never the same twice, so never carried on."""

    kind: ImportOrigin

    def check(self, problems: Problems) -> None: ...
    def fingerprint(self) -> str: ...
    def tables(self) -> list[Table]: ...
    def name(self, table: Table) -> str: ...
    def size(self, table: Table) -> int: ...
    def rows(self, table: Table) -> Stream: ...
    def confirm(self, table: Table, problems: Problems) -> None: ...


@dataclass
class Report:
    """How many rows each table brought in, and how many were left out: forgotten people, or past their period."""

    written: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)


def _say_nothing(name: str, line: int, size: int) -> None:
    pass


def import_folder(folder: Path, *, now: datetime | None = None, tell: Tell = _say_nothing) -> Report:
    """Read the CSV files in a folder. Raises `ImportRefused` with every problem; then nothing was changed."""
    return import_from(Files(folder), now=now or timezone.now(), tell=tell)


def import_database(*, url: str = "", now: datetime | None = None, tell: Tell = _say_nothing) -> Report:
    """Read the views of the ticket shop's database. Raises as `import_from` does."""
    shop = ShopDatabase(url or settings.TICKETING_DATABASE_URL)
    try:
        return import_from(shop, now=now or timezone.now(), tell=tell)
    finally:
        shop.close()


def import_from(origin: Origin, *, now: datetime, tell: Tell = _say_nothing) -> Report:
    """Raises `ImportRefused`, or `Overtaken` when another import or an erasure came in between."""
    place = runs.begin(origin.kind, origin.fingerprint(), now)
    run = Run(at=place.began_at, unwanted=Unwanted(timezone.localdate(now)), name=origin.name)
    try:
        origin.check(run.problems)
        for table in origin.tables():
            if table.file not in place.done:
                _stage(table, origin, place, run, tell)
        if run.problems.found:
            raise ImportRefused(run.problems.found)
    except ImportRefused as refusal:
        runs.refuse(place, refusal, now)
        raise
    return _promote(origin, place, run, now)


def _stage(table: Table, origin: Origin, place: ImportRun, run: Run, tell: Tell) -> None:
    """Each batch is laid aside together with the place of its last row."""
    name, size = origin.name(table), origin.size(table)
    after = place.line if place.table == table.file else 0
    rows = checked(origin.rows(table), table, run.problems, name=name, after=after)
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic():
            lay_aside(table, batch, run)
            runs.advance(place, table, batch[-1].line, is_broken=bool(run.problems.found))
        tell(name, batch[-1].line, size)
    origin.confirm(table, run.problems)
    runs.finish_table(place, table, is_broken=bool(run.problems.found))


def _promote(origin: Origin, place: ImportRun, run: Run, now: datetime) -> Report:
    report = Report()
    try:
        with transaction.atomic():
            runs.hold(place)
            for table in origin.tables():
                report.written[origin.name(table)] = promote(table)
                report.left_out[origin.name(table)] = count_left_out(table.model)
            refresh_last_active(run.at)
            facts = {"written": report.written, "left_out": report.left_out}
            record(events.IMPORTED, by=Actor.system("import_ticketing"), facts=facts, now=now)
            runs.close(place, now)
    except IntegrityError as error:
        # Somebody did here, in between, what the shop tells too: joined, or made the same choice.
        runs.drop_open()
        raise Overtaken from error
    return report
