from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from cms.staff.ending import target_of
from cms.staff.invitations import invitation_link
from cms.staff.models import User
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record


class Command(BaseCommand):
    help = (
        "Make the first administrator and print the link with which they choose a password and set up the second "
        "step. Refuses when there is an administrator already: that one can add others."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']!r} is not an e-mail address.") from error
        if User.objects.filter(is_superuser=True, is_active=True).exists():
            raise CommandError("There is an administrator already; they can add others in the admin.")
        user = User.objects.create_superuser(options["email"])
        record("staff.invited", by=Actor.system("create_first_admin"), target=target_of(user))
        self.stdout.write(
            f"Open this once, within three days, on the administrator's own computer:\n{invitation_link(user)}"
        )
