"""The link in the mail to the person concerned. It can stop one request, and nothing else."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from .models import Delegation

SALT = "rights_requests.on_behalf"
# As long as other links of this kind; until the answer has left it still stops something.
LASTS = timedelta(days=120)


def link_to_object(delegation: Delegation, language: str) -> str:
    token = signing.dumps(delegation.pk.hex, salt=SALT)
    with translation.override(language):
        return settings.BASE_URL + reverse("self_service:delegation_objection_link", args=[token])


def delegation_of_link(token: str) -> Delegation | None:
    try:
        known = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Delegation.objects.select_related("rights_request", "delegate").filter(pk=UUID(known)).first()
