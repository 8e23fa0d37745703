from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.staff.demo import DEMO_STAFF, current_token
from cms.staff.models import User


class Command(BaseCommand):
    help = "Print the six digits with which a member of the demo's staff signs in now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Only in development: real staff have a phone of their own.")
        email = options["email"].strip().lower()
        user = User.objects.filter(email=email).first()
        if user is None or email not in {person.email for person in DEMO_STAFF}:
            raise CommandError("Not one of the demo's staff: " + ", ".join(person.email for person in DEMO_STAFF))
        self.stdout.write(current_token(user))
