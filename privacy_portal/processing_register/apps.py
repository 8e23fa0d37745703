from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcessingRegisterConfig(AppConfig):
    """What the venue does with personal data: the Art. 30 register, and its public face."""

    name = "privacy_portal.processing_register"
    verbose_name = _("Processing register")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import receivers  # noqa: F401
        from .permissions import register_policies

        register_policies()
