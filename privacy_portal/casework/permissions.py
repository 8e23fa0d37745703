"""Who may do what with cases. Groups hold Django permissions; these policies say what the admin makes of them."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from wagtail.permission_policies import ModelPermissionPolicy

WORK, UNMASK = "work", "unmask"
APPS = ("rights_requests", "data_subjects")
# What the admin asks for -> the permission that a group of theirs must hold.
NEEDED = {"view": "view_rightsrequest", WORK: "change_rightsrequest", UNMASK: "unmask_rightsrequest"}


class CasePermissionPolicy(ModelPermissionPolicy):
    """Cases are neither added, edited nor deleted by hand, not even by a superuser: they are worked.

    An administrator runs the site and has no case data (SECURITY A-09): being superuser counts for nothing here, only
    what a group of theirs was given. Whoever joins a group is in the ledger."""

    def user_has_permission(self, user, action):
        return user.is_active and NEEDED.get(action) in given_to(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        needed = [NEEDED[action] for action in actions if action in NEEDED]
        return get_user_model().objects.filter(self._given(needed), is_active=True).distinct()

    def users_with_permission(self, action):
        return self.users_with_any_permission([action])

    def _given(self, codenames: list[str]) -> Q:
        permissions = Permission.objects.filter(content_type__app_label=self.app_label, codename__in=codenames)
        return Q(groups__permissions__in=permissions) | Q(user_permissions__in=permissions)


def given_to(user) -> frozenset[str]:
    """What groups gave, about cases and about proving who somebody is; one query for a request, whatever is asked."""
    if not hasattr(user, "_given_in_cases"):
        given = Permission.objects.filter(content_type__app_label__in=APPS)
        given = given.filter(Q(group__user=user.pk) | Q(user=user.pk))
        user._given_in_cases = frozenset(given.values_list("codename", flat=True))
    return user._given_in_cases


def may_work_cases(user) -> bool:
    from privacy_portal.rights_requests.models import RightsRequest

    return CasePermissionPolicy(RightsRequest).user_has_permission(user, WORK)


def may_unmask(user) -> bool:
    from privacy_portal.rights_requests.models import RightsRequest

    return CasePermissionPolicy(RightsRequest).user_has_permission(user, UNMASK)
