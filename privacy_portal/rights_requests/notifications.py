"""One mail per thing a person must know. A mail names the case and the date; what was said stays behind the
sign-in (SECURITY H-07). Somebody without a known address hears it at the desk or by letter."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from privacy_portal.data_subjects.identifiers import every_email_of, primary_email
from privacy_portal.data_subjects.not_me import link_to_stop
from privacy_portal.evidence.outbox import post_mail
from privacy_portal.gdpr.rights import Right
from privacy_portal.processing_register.queries import controller
from privacy_portal.rights_requests.enums import GROUNDS, Ground, LookingReason
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.rights_requests.on_behalf import notifications as on_behalf
from privacy_portal.rights_requests.on_behalf.gate import delegation_of


def received(case: RightsRequest, *, now: datetime) -> None:
    """What cannot be undone is told wherever its owner may read it (SECURITY V-11)."""
    if case.right == Right.ERASURE:
        _tell_everywhere(case, "received", now)
    else:
        _tell(case, "received", now)


def asked(case: RightsRequest, *, now: datetime) -> None:
    _tell(case, "asked", now)


def message_sent(case: RightsRequest, *, now: datetime) -> None:
    _tell(case, "message", now)


def identity_doubted(case: RightsRequest, *, now: datetime) -> None:
    _tell(case, "identity_doubted", now)


def document_asked(case: RightsRequest, *, now: datetime) -> None:
    _tell(case, "document_asked", now)


def clock_runs_again(case: RightsRequest, *, now: datetime) -> None:
    _tell(case, "clock_runs_again", now)


def extended(case: RightsRequest, *, now: datetime) -> None:
    """Art. 12(3): the extension itself, the new date and the reason, in one message."""
    _tell(case, "extended", now)


def answered(case: RightsRequest, *, now: datetime) -> None:
    _tell(case, "answered", now, decision=case.decision)
    _tell_delegate(case, now)


def refused(case: RightsRequest, *, now: datetime) -> None:
    """Art. 12(4): that it is refused, on which ground, and every route that stands open."""
    ground = Ground(case.decision.ground)
    _tell(case, "refused", now, decision=case.decision, ground=ground, article=GROUNDS[ground].article)
    _tell_delegate(case, now)


def withdrawn(case: RightsRequest, *, now: datetime) -> None:
    _tell(case, "withdrawn", now)


def _tell_delegate(case: RightsRequest, now: datetime) -> None:
    """Who asked for somebody else hears that it is decided; what was decided goes to the person (SECURITY V-12)."""
    delegation = delegation_of(case)
    if delegation is not None:
        on_behalf.decided(delegation, now=now)


def unmasked(case: RightsRequest, reason: LookingReason, *, now: datetime) -> None:
    """V-11: somebody of the venue saw what is masked; the person hears it with the reason."""
    _tell_everywhere(case, "unmasked", now, reason=reason)


def _tell(case: RightsRequest, what: str, now: datetime, **context: Any) -> None:
    address = primary_email(case.subject) if case.subject else None
    if address:
        _post(case, address, what, now, **context)


def _tell_everywhere(case: RightsRequest, what: str, now: datetime, **context: Any) -> None:
    """To every address that was ever proven, with the link for "this was not me"."""
    if case.subject is None:
        return
    stop = link_to_stop(case.subject, case.language)
    for address in every_email_of(case.subject) or filter(None, [primary_email(case.subject)]):
        _post(case, address, what, now, security_url=stop, **context)


def _post(case: RightsRequest, address: str, what: str, now: datetime, **context: Any) -> None:
    post_mail(
        to=address,
        template=f"rights_request_{what}",
        context={**_about(case), **context},
        language=case.language,
        subject=case.subject_id,
        now=now,
    )


def _about(case: RightsRequest) -> Mapping[str, Any]:
    with translation.override(case.language):
        path = reverse("self_service:request", args=[case.pk])
        right_label = case.get_right_display()
    return {
        "number": case.number,
        "right_label": right_label,
        "due_on": case.due_on,
        "statutory_due_on": case.statutory_due_on,
        "extension_reason": case.get_extension_reason_display(),
        "link": f"{settings.BASE_URL}{path}",
        "controller": controller(case.language),
    }
