from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ErasureConfig(AppConfig):
    name = "privacy_portal.erasure"
    verbose_name = _("Erasure")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from privacy_portal.data_sources.registry import register
        from privacy_portal.data_sources.suppression import register_guard

        from . import events  # noqa: F401  (registers what the ledger may say)
        from .portal_source import PortalSource
        from .reimport import forgotten

        register(PortalSource())
        register_guard(forgotten)
