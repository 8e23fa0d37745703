from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from privacy_portal.data_subjects.actions import unfreeze
from privacy_portal.data_subjects.identifiers import find_by_email
from privacy_portal.evidence.actors import Actor


class Command(BaseCommand):
    help = (
        "Opens access again for a person who stopped it (“this was not me”). Do this only after the privacy desk "
        "has made sure that the mailbox is in the hands of its owner. The ledger records it."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *args, email, **options):
        try:
            subject = find_by_email(email)
        except ValidationError as error:
            raise CommandError(error.message) from error
        if subject is None or not subject.is_frozen:
            raise CommandError("Nobody with this address has stopped access.")
        unfreeze(subject, by=Actor.system("unfreeze_data_subject"))
        self.stdout.write("Access is open again.")
