from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.staff.lost_factor import actions
from cms.staff.models import User


class Command(BaseCommand):
    help = (
        "For a venue where no two colleagues can do it in the admin: take away the second step of somebody who lost "
        "phone and codes. The first time it only asks, and mails the person concerned; the same command a day later, "
        "and within three, does it and ends their sessions. Signing in with the second step meanwhile stops it "
        "(ASVS 6.4.4)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("No member of staff has this e-mail address.")
        try:
            done = actions.by_command(user, now=timezone.now())
        except actions.NotPossible as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(
            "Done. At the next sign-in the second step is set up anew."
            if done
            else "Asked, and told to the person concerned by mail. Run this again after a day, and within three."
        )
