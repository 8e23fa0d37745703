"""The link in a mail for "this was not me": it can stop access and nothing else (SECURITY V-11)."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from .models import DataSubject

SALT = "data_subjects.not_me"
# Somebody may read their mail after a holiday.
LASTS = timedelta(days=60)


def link_to_stop(subject: DataSubject, language: str) -> str:
    """Signed, so that it works without signing in, also for who has just lost their mailbox to somebody else."""
    token = signing.dumps(subject.id.hex, salt=SALT)
    with translation.override(language):
        return settings.BASE_URL + reverse("self_service:not_me_link", args=[token])


def subject_of(token: str) -> DataSubject | None:
    try:
        known = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return DataSubject.objects.filter(pk=UUID(known)).first()
