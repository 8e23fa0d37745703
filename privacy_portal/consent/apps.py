from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    name = "privacy_portal.consent"
    verbose_name = _("Consent")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from privacy_portal.data_sources.registry import register

        from . import events  # noqa: F401  (registers what the ledger may say)
        from .policy_notices import receivers  # noqa: F401
        from .source import ConsentSource

        register(ConsentSource())
