from django.utils import timezone
from django_tasks import task

from privacy_portal.privacy_policy.models import PolicyVersion

from .sending import send_notices


@task()
def send_policy_notices(version_id: int) -> int:
    return send_notices(PolicyVersion.objects.get(pk=version_id), now=timezone.now())
