from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cms.staff.ending import target_of
from cms.staff.invitations import invitation_link
from cms.staff.models import User
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record


class Command(BaseCommand):
    help = "Print a link with which a member of staff chooses a new password: at the start, or when it was forgotten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError("No active member of staff has this e-mail address. Add them in the admin first.")
        record("staff.invited", by=Actor.system("invite_staff"), target=target_of(user))
        self.stdout.write(invitation_link(user))
