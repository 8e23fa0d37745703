"""A challenge is answered once. The library forgets it in this request's copy of the session; eight requests at once
have eight copies, so it is taken out of the session's row under a lock (SECURITY A-02)."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django_otp_webauthn.exceptions import InvalidState

from cms.staff.requests import StaffRequest


@transaction.atomic
def take(request: StaffRequest, key: str) -> dict[str, Any]:
    row = Session.objects.select_for_update().filter(session_key=request.session.session_key).first()
    state = row.get_decoded().get(key) if row else None
    if not state:
        raise InvalidState()
    request.session.pop(key, None)
    request.session.save()
    return state
