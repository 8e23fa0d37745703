"""A mailbox that does not exist any more proves nothing: it may be given to somebody else tomorrow (SECURITY H-08)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.dispatch import receiver

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.evidence.returned_mail import mail_returned

from . import events
from .actions import end_session
from .identifiers import email_index
from .models import Identifier

POSTMAN = Actor.system("returned-mail")


@receiver(mail_returned)
def take_proof_away(sender: object, email: str, is_complaint: bool, now: datetime, **kwargs: object) -> None:
    """With the sessions that it opened. Whoever reads it after all signs in, and it is proven again. A complaint is
    about what we sent, not about who reads it."""
    if is_complaint or not (address := proven(email)):
        return
    Identifier.objects.filter(pk=address.pk).update(verified_at=None)
    record(events.ADDRESS_RETURNED, by=POSTMAN, subject=address.subject_id, now=now)
    for session in address.subject.sessions.filter(address=address):
        end_session(session, by=POSTMAN, now=now)


def proven(email: str) -> Identifier | None:
    try:
        index = email_index(email)
    except ValidationError:
        return None
    return Identifier.objects.emails().verified().filter(index=index).select_related("subject").first()
