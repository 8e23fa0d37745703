"""Which places must be asked by hand for which right, as tables."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.assignments import assignments
from privacy_portal.data_sources.contract import Source
from privacy_portal.data_sources.enums import Capability
from privacy_portal.data_sources.registry import sources
from privacy_portal.gdpr.rights import Right


class Need(NamedTuple):
    """What a place must be able to do; what it is asked when it cannot, and by which articles."""

    capability: Capability
    question: str | Promise
    articles: str


NEEDS: dict[Right, Need] = {
    Right.ACCESS: Need(
        Capability.COLLECT,
        _("Send us a copy of all personal data that you keep of this person for us, or tell us that you keep none."),
        "15, 28(3)(e)",
    ),
    Right.PORTABILITY: Need(
        Capability.COLLECT,
        _(
            "Send us, in a form that a machine can read, the data that this person gave and that you keep for us, or "
            "tell us that you keep none."
        ),
        "20, 28(3)(e)",
    ),
    Right.RECTIFICATION: Need(
        Capability.RECTIFY,
        _("Correct the data that you keep of this person for us as told below, and tell us that it is done."),
        "16, 19, 28(3)(e)",
    ),
    Right.ERASURE: Need(
        Capability.ERASE,
        _(
            "Erase all personal data that you keep of this person for us, and tell us that it is done. Must something "
            "stay? Then tell us what, why and until when."
        ),
        "17, 19, 28(3)(e)",
    ),
    Right.RESTRICTION: Need(
        Capability.RESTRICT,
        _("Keep the data of this person, use it for nothing, and tell us that it is done."),
        "18, 19, 28(3)(e)",
    ),
}


def asked_by_hand(right: Right | str) -> Iterable[Source]:
    """Places of somebody else's that cannot do by themselves what this right needs. What this site itself keeps has
    nobody to ask."""
    need = NEEDS.get(Right(right))
    if need is None:
        return ()
    assigned = assignments()
    return [each for each in sources() if not each.can(need.capability) and assigned[each.key].processor]
