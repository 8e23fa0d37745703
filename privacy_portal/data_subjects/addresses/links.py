"""The link in the mail to the old address. It can undo one change, and stop access; nothing else."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from .models import AddressChange

SALT = "data_subjects.address_change"
# As long as the other links for "this was not me".
LASTS = timedelta(days=60)


def link_to_undo(change: AddressChange, language: str) -> str:
    """Signed, so that it works for who can no longer sign in: that is the point."""
    token = signing.dumps(change.pk.hex, salt=SALT)
    with translation.override(language):
        return settings.BASE_URL + reverse("self_service:address_undo_link", args=[token])


def change_of(token: str) -> AddressChange | None:
    try:
        known = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return AddressChange.objects.select_related("subject", "old").filter(pk=UUID(known)).first()
