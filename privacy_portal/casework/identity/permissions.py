from wagtail.permission_policies import ModelPermissionPolicy

from privacy_portal.casework.permissions import given_to

# Making a code for who stands at the desk; a letter shows an address, so it takes more.
MAKE, PRINT = "add", "change"
POSSIBLE = frozenset({MAKE, PRINT})


class ProofCodePermissionPolicy(ModelPermissionPolicy):
    """A code is made and never looked at, edited or deleted: nobody can read it afterwards. Being superuser counts for
    nothing here either (SECURITY A-09)."""

    def user_has_permission(self, user, action):
        return user.is_active and action in POSSIBLE and f"{action}_proofcode" in given_to(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)
