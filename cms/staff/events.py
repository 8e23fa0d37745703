"""What the ledger tells about staff signing in."""

from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.events import register_event

for _name, _label in {
    "staff.invited": _("A member of staff was invited"),
    "staff.account_made": _("An account of a member of staff was made"),
    "staff.account_changed": _("The groups or the account of a member of staff were changed"),
    "staff.account_removed": _("An account of a member of staff was removed"),
    "staff.signed_in": _("A member of staff signed in"),
    "staff.sign_in_failed": _("Signing in as staff failed"),
    "staff.sign_in_held": _("Too many wrong passwords: signing in as staff was held for a quarter of an hour"),
    "staff.refused": _("A member of staff asked for a page that is not theirs"),
    "staff.signed_out": _("A member of staff signed out"),
    "staff.session_ended": _("A session of a member of staff was ended"),
    "staff.device_enrolled": _("A member of staff set up the second step"),
    "staff.recovery_used": _("A member of staff used a recovery code"),
    "staff.recovery_made": _("A member of staff made new recovery codes"),
    "staff.passkey_added": _("A member of staff added a passkey"),
    "staff.passkey_removed": _("A member of staff removed a passkey"),
    "staff.directory_linked": _("A member of staff linked an account in the directory"),
    "staff.directory_link_failed": _("Linking an account in the directory failed"),
    "staff.directory_unlinked": _("An account in the directory was unlinked"),
    "staff.reset_asked": _("A reset of somebody's second step was asked for"),
    "staff.reset_agreed": _("A second person agreed to reset somebody's second step"),
    "staff.reset_stopped": _("A reset of somebody's second step was stopped"),
    "staff.device_removed": _("The second step of a member of staff was reset"),
}.items():
    register_event(_name, _label)
