from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import receiver

from privacy_portal.consent.enums import Method
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.returned_mail import mail_returned
from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.signals import version_frozen

from .actions import index_of, remove, tell_choice
from .models import PolicySubscription
from .sending import is_told
from .tasks import send_policy_notices


@receiver(version_frozen)
def tell_subscribers(sender, version: PolicyVersion, **kwargs) -> None:
    """After the commit; should that be lost, the command `send_policy_notices` does it within a minute."""
    if is_told(version):
        transaction.on_commit(partial(send_policy_notices.enqueue, version.pk))


@receiver(mail_returned)
def stop_notices(sender: object, email: str, is_complaint: bool, now: datetime, **kwargs: object) -> None:
    """Nobody reads them there, or they are not wanted: either way the address goes (SECURITY H-08)."""
    try:
        subscription = PolicySubscription.objects.filter(index=index_of(email)).first()
    except ValidationError:
        return
    if subscription is not None:
        remove(subscription, by=Actor.system("returned-mail"), now=now)
        tell_choice(email, on=False, method=Method.RETURNED, language=subscription.language, now=now)
