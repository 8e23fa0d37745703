from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyPolicyConfig(AppConfig):
    """What the venue promises: the policy as it is written, and every version of it that was published."""

    name = "privacy_portal.privacy_policy"
    verbose_name = _("Privacy policy")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from . import receivers  # noqa: F401
        from .changes import receivers as changes_receivers  # noqa: F401
        from .events import register_own_events
        from .languages import guard
        from .models import PolicyVersion, SectionFeedback
        from .permissions import ReadOnlyPermissionPolicy

        register_own_events()
        guard.install()
        for evidence in (PolicyVersion, SectionFeedback):
            register_permission_policy(evidence, ReadOnlyPermissionPolicy(evidence))
