from wagtail.permission_policies import ModelPermissionPolicy

POSSIBLE = frozenset({"view", "change"})


class SourcePermissionPolicy(ModelPermissionPolicy):
    """Sources come with the software: a person looks at them and decides about them, and neither adds nor deletes
    any."""

    def user_has_permission(self, user, action):
        return action in POSSIBLE and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)
