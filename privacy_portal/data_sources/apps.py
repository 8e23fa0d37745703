from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DataSourcesConfig(AppConfig):
    name = "privacy_portal.data_sources"
    verbose_name = _("Data sources")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Sources register in the order a person sees them: what answers by itself first."""
        from . import checks, connections, events, manual, registry  # noqa: F401  events: what the ledger may say
        from .ticketing import classification  # noqa: F401  registers the check
        from .ticketing.importing import checks as _importing  # noqa: F401  so does this
        from .ticketing.source import TicketingSource

        registry.register(TicketingSource())
        connected = connections.connected()
        for source in (*connected, *manual.instead_of(source.processor_key for source in connected)):
            registry.register(source)
