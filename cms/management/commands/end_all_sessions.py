from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.staff.ending import end_sessions
from cms.staff.models import User
from privacy_portal.data_subjects.actions import end_session
from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.evidence.actors import Actor

BY = Actor.system("end_all_sessions")


class Command(BaseCommand):
    help = (
        "Signs out everybody, customers and staff, in every browser; for an incident. Each can sign in again with a "
        "code or second step. The ledger records every session that ended."
    )

    def handle(self, *args, **options):
        now = timezone.now()
        customers = list(CustomerSession.objects.select_related("subject"))
        for session in customers:
            end_session(session, by=BY, now=now)
        staff = sum(
            end_sessions(user, by=BY, now=now) for user in User.objects.filter(sessions__ended_at=None).distinct()
        )
        self.stdout.write(f"Ended: {len(customers)} of customers, {staff} of staff.")
