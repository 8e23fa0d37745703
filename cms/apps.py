from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CmsConfig(AppConfig):
    """The project itself: wires the rooms together; owns no data but copies of public pages."""

    name = "cms"
    label = "cms"

    def ready(self) -> None:
        from . import checks, practices, public_changes  # noqa: F401
        from .locales import make_locales

        post_migrate.connect(make_locales, sender=self)
        practices.register_all()
