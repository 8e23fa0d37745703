from functools import partial

from django.db import transaction
from django.dispatch import receiver

from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.signals import version_frozen

from .sending import is_told
from .tasks import send_policy_notices


@receiver(version_frozen)
def tell_subscribers(sender, version: PolicyVersion, **kwargs) -> None:
    """After the commit; should that be lost, the command `send_policy_notices` does it within a minute."""
    if is_told(version):
        transaction.on_commit(partial(send_policy_notices.enqueue, version.pk))
