"""What the ledger can tell about the policy."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

POLICY_PUBLISHED = "privacy_policy.published"
POLICY_APPROVED = "privacy_policy.approved"
POLICY_SENT_BACK = "privacy_policy.sent_back"
POLICY_LET_THROUGH = "privacy_policy.let_pass"
DRAFT_SHARED = "privacy_policy.draft_shared"
POLICY_RELEASED = "privacy_policy.released"

EVENTS = {
    POLICY_PUBLISHED: _("A version of the privacy policy was published"),
    POLICY_APPROVED: _("A draft of the privacy policy was approved"),
    POLICY_SENT_BACK: _("A draft of the privacy policy was sent back to the editor"),
    POLICY_LET_THROUGH: _("Legal let an incomplete draft of the privacy policy go to review"),
    DRAFT_SHARED: _("A link to a draft of the privacy policy was made"),
    POLICY_RELEASED: _("All languages of the privacy policy were published or scheduled together"),
}


def register_own_events() -> None:
    for name, label in EVENTS.items():
        register_event(name, label)
