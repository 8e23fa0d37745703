from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelfServiceConfig(AppConfig):
    """The customer's face: owns no table and no rule."""

    name = "privacy_portal.self_service"
    verbose_name = _("Self service")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import events  # noqa: F401
        from .data_view import events as data_view_events  # noqa: F401
