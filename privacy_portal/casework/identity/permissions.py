from wagtail.permission_policies import ModelPermissionPolicy

# Making a code for who stands at the desk; a letter shows an address, so it takes more.
MAKE, PRINT = "add", "change"
POSSIBLE = frozenset({MAKE, PRINT})


class ProofCodePermissionPolicy(ModelPermissionPolicy):
    """A code is made and never looked at, edited or deleted: nobody can read it afterwards."""

    def user_has_permission(self, user, action):
        return action in POSSIBLE and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)
