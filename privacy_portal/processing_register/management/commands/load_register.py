from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacy_portal.processing_register.loader import RegisterFileError, load


class Command(BaseCommand):
    help = (
        "Loads a processing register from a JSON file and publishes it in every language. "
        "Everything is checked first; with any problem nothing is loaded. Loading twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="for instance privacy_portal/processing_register/data/spot.json")
        parser.add_argument("--only-new", action="store_true", help="leave entries alone that already exist")

    def handle(self, *args, **options) -> None:
        try:
            report = load(options["file"], only_new=options["only_new"])
        except RegisterFileError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged")
