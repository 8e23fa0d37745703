from wagtail.permission_policies import ModelPermissionPolicy

from privacy_portal.casework.permissions import given_to

# Letting a person in again is the officer's (SECURITY A-09: unmask, release).
OPEN = "change"


class StoppedAccessPermissionPolicy(ModelPermissionPolicy):
    """Data subjects are not made, edited or deleted in the admin, and being superuser counts for nothing."""

    def user_has_permission(self, user, action):
        return user.is_active and action == OPEN and "change_datasubject" in given_to(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)
