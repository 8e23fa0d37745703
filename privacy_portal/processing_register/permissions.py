"""Who may do what with the register. Roles come from groups; this is about what nobody may do."""

from modelcluster.fields import ParentalKey
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from .models import (
    Breach,
    ControllerSettings,
    Cookie,
    DataCategory,
    ProcessingActivity,
    Processor,
    Purpose,
    RegisterEntry,
    RetentionPeriod,
    System,
)

ENTRIES: tuple[type[RegisterEntry], ...] = (
    Processor,
    ProcessingActivity,
    Purpose,
    DataCategory,
    RetentionPeriod,
    System,
    Cookie,
    ControllerSettings,
)


class RegisterPermissionPolicy(ModelPermissionPolicy):
    """What was ever public, or is referred to, is not deleted: it ends by its status, or is unpublished."""

    def user_has_permission_for_instance(self, user, action: str, instance: RegisterEntry) -> bool:
        if action == "delete" and is_in_use(instance):
            return False
        return super().user_has_permission_for_instance(user, action, instance)


class NoDeletePermissionPolicy(ModelPermissionPolicy):
    """Art. 33(5): breaches stay documented, so that the authority can check them."""

    def user_has_permission(self, user, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


def is_in_use(entry: RegisterEntry) -> bool:
    return entry.first_published_at is not None or _is_referenced(entry)


def _is_referenced(entry: RegisterEntry) -> bool:
    """Whether another row points here; its own children do not count."""
    others = (r for r in entry._meta.related_objects if not isinstance(r.field, ParentalKey))
    return any(r.related_model._base_manager.filter(**{r.field.name: entry}).exists() for r in others)


def register_policies() -> None:
    for model in ENTRIES:
        register_permission_policy(model, RegisterPermissionPolicy(model))
    register_permission_policy(Breach, NoDeletePermissionPolicy(Breach))
