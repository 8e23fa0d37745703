from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from privacy_portal.data_sources.ticketing.importing import (
    ImportRefused,
    Overtaken,
    Report,
    import_database,
    import_folder,
)
from privacy_portal.data_sources.ticketing.importing.progress import progress


class Command(BaseCommand):
    help = (
        "Imports what the ticket shop tells, from CSV files or its own database: all of it, or nothing and every "
        "reason why. Killed half-way, it carries on when it is started again with the same files on the same day."
    )

    def add_arguments(self, parser):
        origin = parser.add_mutually_exclusive_group(required=True)
        origin.add_argument("folder", type=Path, nargs="?", help="where the CSV files are")
        origin.add_argument(
            "--from-database", action="store_true", help="read the views at TICKETING_DATABASE_URL instead"
        )

    def handle(self, *args, folder: Path | None, from_database: bool, **options):
        tell = progress(self.stdout)
        try:
            report = import_folder(folder, tell=tell) if folder else import_database(tell=tell)
        except ImportRefused as refusal:
            tell.end()
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"Nothing was imported: {len(refusal.problems)} problems, named above.") from None
        except Overtaken:
            tell.end()
            raise CommandError("Nothing was imported: another import or an erasure came in between.") from None
        tell.end()
        self._say(report)

    def _say(self, report: Report) -> None:
        for name, count in report.written.items():
            left_out = report.left_out[name]
            self.stdout.write(f"{name}: {count} rows" + (f", {left_out} left out" if left_out else ""))
