from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.staff.directory import actions
from cms.staff.models import User
from privacy_portal.evidence.actors import Actor


class Command(BaseCommand):
    help = (
        "End the link between a member of staff and an account in the organisation's directory, for instance because "
        "that account is in other hands. The person hears of it by mail, and can sign in with the password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("No member of staff has this e-mail address.")
        if not actions.unlink(user, by=Actor.system("unlink_directory"), now=timezone.now()):
            raise CommandError("This member of staff is not linked to a directory.")
        self.stdout.write("Done.")
