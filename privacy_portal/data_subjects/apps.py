from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DataSubjectsConfig(AppConfig):
    """Whom the data is about, and how they prove it."""

    name = "privacy_portal.data_subjects"
    verbose_name = _("Data subjects")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import events, returned_mail  # noqa: F401
        from .addresses import events as _addresses  # noqa: F401
