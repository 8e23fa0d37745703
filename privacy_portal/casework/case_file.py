"""Everything the case page shows, computed; the template is an outline."""

from datetime import date
from typing import Any

from django.utils import timezone

from privacy_portal.data_subjects.identifiers import emails_of, primary_email
from privacy_portal.data_subjects.masking import masked_email
from privacy_portal.data_subjects.models import ProofCode
from privacy_portal.data_subjects.proofs.kinds import MADE_BY_STAFF
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.clock import extension_possible_until
from privacy_portal.rights_requests.enums import GROUNDS, Ground
from privacy_portal.rights_requests.holding import hold_on_case
from privacy_portal.rights_requests.models import IdentityOverride, RightsRequest
from privacy_portal.rights_requests.timeline import steps_of

from .by_hand import TaskRow, rows_of
from .delegations import card_of
from .erasing import erasure_of
from .forms import CaseForm
from .urgency import urgency_of
from .verbs import VERBS


def case_file(
    case: RightsRequest, *, today: date, worker: bool, bound: dict[str, CaseForm] | None = None
) -> dict[str, Any]:
    """`bound` holds the form that was refused, so that nothing typed is lost."""
    return {
        "case": case,
        "right": Right(case.right),
        "urgency": urgency_of(case, today),
        "steps": steps_of(case),
        "answers": case.scope.get("answers", []),
        "person": person(case),
        "delegation": card_of(case, now=timezone.now()),
        "identity": identity(case),
        "hold": hold_on_case(case, now=timezone.now()),
        "document": case.identity_documents.last(),
        "codes": codes_for(case),
        "pauses": case.pauses.all(),
        "extension_until": extension_possible_until(case),
        "thread": case.messages.prefetch_related("attachments").select_related("author"),
        "attachments": case.attachments.with_request(),
        "notes": case.notes.select_related("author"),
        "decision": decision(case),
        "erasure": erasure_of(case, today=today, worker=worker, bound=bound or {}),
        "by_hand": by_hand(case, today=today, worker=worker, bound=bound or {}),
        "tools": tools(case, bound or {}) if worker else [],
        "refused_verb": next(iter(bound), "") if bound else "",
    }


def by_hand(case: RightsRequest, **reader: Any) -> list[TaskRow]:
    """Those of an erasure stand with its steps."""
    return [] if case.right == Right.ERASURE else rows_of(case, **reader)


def person(case: RightsRequest) -> dict[str, Any]:
    """Masked: the desk sees that there is an address and whether it was proven, not the address (SECURITY A-09)."""
    if case.subject is None:
        return {}
    email = primary_email(case.subject)
    return {"email": masked_email(email), "is_verified": email in emails_of(case.subject)}


def identity(case: RightsRequest) -> IdentityOverride | None:
    """What was said about who asks since there was doubt, by one of two or by both."""
    said = case.identity_overrides.select_related("proposed_by", "approved_by").order_by("-proposed_at").first()
    return said if said and (not said.is_approved or case.identity_confirmed_at) else None


def codes_for(case: RightsRequest) -> list[ProofCode]:
    """Codes made for this person lately, the newest first; whether they were used tells who asks."""
    if case.subject is None:
        return []
    return list(case.subject.proof_codes.filter(kind__in=MADE_BY_STAFF).order_by("-asked_at")[:5])


def decision(case: RightsRequest) -> dict[str, Any]:
    found = getattr(case, "decision", None)
    if found is None:
        return {}
    article = GROUNDS[Ground(found.ground)].article if found.ground else ""
    return {"decision": found, "article": article}


def tools(case: RightsRequest, bound: dict[str, CaseForm]) -> list[dict[str, Any]]:
    """What fits the case now, and what was just refused, with all that was typed in it."""
    offered = [verb for verb in VERBS.values() if verb.fits(case) or verb.name in bound]
    return [{"verb": verb, "form": bound.get(verb.name) or verb.form(case=case, prefix=verb.name)} for verb in offered]
