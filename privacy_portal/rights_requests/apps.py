from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsRequestsConfig(AppConfig):
    name = "privacy_portal.rights_requests"
    verbose_name = _("Rights requests")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from privacy_portal.data_sources.registry import register
        from privacy_portal.erasure.parts import Part, register_part
        from privacy_portal.rights_requests import events
        from privacy_portal.rights_requests.corrections import events as _corrections  # noqa: F401
        from privacy_portal.rights_requests.corrections import keeping
        from privacy_portal.rights_requests.on_behalf import events as _on_behalf  # noqa: F401
        from privacy_portal.rights_requests.on_behalf import keeping as delegations

        events.register()
        register_part(Part(keeping.records, keeping.forget))
        register_part(Part(delegations.records, delegations.forget))
        from privacy_portal.rights_requests.by_hand import receivers  # noqa: F401  steps of an erasure become tasks
        from privacy_portal.rights_requests.source import RightsRequestSource

        register(RightsRequestSource())
