"""Who asks, once that was in doubt. One person of the desk may say how they know; after doubt, two people say so
together, because whoever can talk one colleague round gets another person's data (SECURITY A-10, V-13)."""

from datetime import datetime

from django.utils.translation import gettext as _

from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests.enums import IdentityMethod
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import IdentityOverride, RightsRequest

from .second_person import agree, check_is_staff


def needs_two_people(case: RightsRequest) -> bool:
    """Also when the doubt was given up meanwhile: that proved nothing."""
    return case.pauses.exists()


def open_override(case: RightsRequest) -> IdentityOverride | None:
    return case.identity_overrides.filter(approved_at=None).select_related("proposed_by").first()


def agree_on_identity(case: RightsRequest, method: IdentityMethod, by: Actor, *, now: datetime) -> bool:
    """Whether the second one has spoken. The caller locked the case, so two windows at once are one after the other."""
    if case.identity_confirmed_at is not None:
        raise NotPossible(_("Two people said this already."), code="confirmed")
    override = open_override(case)
    if override is None:
        check_is_staff(by)
        IdentityOverride.objects.create(
            rights_request=case, method=method, proposed_by_id=by.reference, proposed_at=now
        )
        return False
    if override.method != method:
        raise NotPossible(
            _("Your colleague named another way: “%(method)s”. Agree to that, or doubt again who this is."),
            code="other_method",
            params={"method": override.get_method_display()},
        )
    agree(override, by, now=now)
    return True


def take_back(case: RightsRequest) -> None:
    """New doubt: what one person said before it counts no more. The ledger remembers that it was said."""
    case.identity_overrides.filter(approved_at=None).delete()
