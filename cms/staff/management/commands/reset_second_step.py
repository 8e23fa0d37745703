from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.staff.actions import remove_devices
from cms.staff.models import User
from privacy_portal.evidence.actors import Actor


class Command(BaseCommand):
    help = (
        "Take away the authenticator app and recovery codes of somebody who lost both, and end their sessions. Make "
        "sure first, with a second person, that it is really them who asks (ASVS 6.4.4)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("No member of staff has this e-mail address.")
        remove_devices(user, by=Actor.system("reset_second_step"))
        self.stdout.write("Done. At the next sign-in the second step is set up anew.")
