"""Evidence is read, never written, by people: the admin hides and refuses add, edit and delete by itself."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

READING = frozenset({"view"})


class ReadOnlyPermissionPolicy(ModelPermissionPolicy):
    """Superusers included. Whoever has Django's `view` permission may look."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in READING and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> Any:
        readers = super().users_with_any_permission(READING)
        return readers if READING.intersection(actions) else readers.none()

    def users_with_permission(self, action: str) -> Any:
        return self.users_with_any_permission([action])
