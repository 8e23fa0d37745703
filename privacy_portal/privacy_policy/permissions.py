"""Who may do what: a policy that was ever published cannot be taken away, and versions can only be read."""

from wagtail.models import PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy


class PolicyPagePermissionTester(PagePermissionTester):
    """Versions promise to stay; superusers are refused too. Art. 5(2): the venue must be able to show what it
    told people, and Art. 12(1): the policy must be easy to find at any time."""

    def _has_versions(self) -> bool:
        return self.page.specific.versions.exists()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and not self._has_versions()

    def can_unpublish(self) -> bool:
        return super().can_unpublish() and not self._has_versions()

    def can_copy(self) -> bool:
        """There is one policy per language, and a live copy would be published without review."""
        return False


class ReadOnlyPermissionPolicy(ModelPermissionPolicy):
    """Evidence: may be viewed, by whoever was given that; never added, changed or deleted, by anyone."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "view")

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission([action for action in actions if action == "view"])
