from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from privacy_portal.data_subjects.actions import freeze
from privacy_portal.data_subjects.identifiers import find_by_email
from privacy_portal.evidence.actors import Actor


class Command(BaseCommand):
    help = (
        "Stops all access for a person whose mailbox may be in other hands: every session ends and none begins, until "
        "unfreeze_data_subject. What “this was not me” does, for a person who telephones. The ledger records it."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *args, email, **options):
        try:
            subject = find_by_email(email)
        except ValidationError as error:
            raise CommandError(error.message) from error
        if subject is None:
            raise CommandError("Nobody is known here by this address.")
        freeze(subject, by=Actor.system("freeze_data_subject"))
        self.stdout.write("Access has stopped.")
