from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "privacy_portal.evidence"
    verbose_name = _("Evidence")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from .models import Checkpoint, LedgerEntry, LedgerPayload, OutboxMessage
        from .permissions import ReadOnlyPermissionPolicy

        for model in (LedgerEntry, LedgerPayload, Checkpoint, OutboxMessage):
            register_permission_policy(model, ReadOnlyPermissionPolicy(model))
