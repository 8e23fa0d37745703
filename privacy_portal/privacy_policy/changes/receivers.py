from functools import partial

from django.db import transaction
from django.dispatch import receiver

from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.signals import version_frozen

from .tasks import prepare_comparison


@receiver(version_frozen)
def compare_with_the_one_before(sender, version: PolicyVersion, **kwargs) -> None:
    transaction.on_commit(partial(prepare_comparison.enqueue, version.pk))
