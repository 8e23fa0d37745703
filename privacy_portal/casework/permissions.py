"""Who may do what with cases. Groups hold Django permissions; these policies say what the admin makes of them."""

from django.contrib.auth import get_permission_codename
from wagtail.permission_policies import ModelPermissionPolicy

WORK = "work"


class CasePermissionPolicy(ModelPermissionPolicy):
    """Cases are neither added, edited nor deleted by hand, not even by a superuser: they are worked.

    `work` is Django's own change permission on the model, which the generic edit screen never gets to see."""

    def user_has_permission(self, user, action):
        if action == WORK:
            return user.has_perm(f"{self.app_label}.{get_permission_codename('change', self.model._meta)}")
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


def may_work_cases(user) -> bool:
    from privacy_portal.rights_requests.models import RightsRequest

    return CasePermissionPolicy(RightsRequest).user_has_permission(user, WORK)
