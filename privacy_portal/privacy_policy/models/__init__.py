"""The policy being written (`PolicyPage`), what was published of it (`PolicyVersion`, never changed again), and what
is made from versions or done with them."""

from privacy_portal.privacy_policy.approval.models import LegalReview, LetPass

from .page import PolicyPage
from .reading import PolicyVisit, SectionFeedback
from .rendition import Rendition, RenditionKind
from .version import PolicyVersion

__all__ = [
    "LegalReview",
    "LetPass",
    "PolicyPage",
    "PolicyVersion",
    "PolicyVisit",
    "Rendition",
    "RenditionKind",
    "SectionFeedback",
]
