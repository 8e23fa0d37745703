from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "privacy_portal.casework"
    verbose_name = _("Casework")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from privacy_portal.data_sources.models import SourceSetting
        from privacy_portal.data_subjects.models import DataSubject, ProofCode
        from privacy_portal.rights_requests.models import RightsRequest

        from . import subject_report  # noqa: F401  what the ledger may say
        from .identity.permissions import ProofCodePermissionPolicy
        from .permissions import CasePermissionPolicy
        from .sources.permissions import SourcePermissionPolicy
        from .stopped_access.permissions import StoppedAccessPermissionPolicy

        register_permission_policy(RightsRequest, CasePermissionPolicy(RightsRequest))
        register_permission_policy(DataSubject, StoppedAccessPermissionPolicy(DataSubject))
        register_permission_policy(ProofCode, ProofCodePermissionPolicy(ProofCode))
        register_permission_policy(SourceSetting, SourcePermissionPolicy(SourceSetting))
        post_migrate.connect(groups_after_migrate, dispatch_uid="casework.groups")


def groups_after_migrate(sender, **kwargs) -> None:
    """Once, after the last app of a migrate run: by then every permission exists."""
    from django.apps import apps
    from django.contrib.auth.management import create_permissions

    installed = [config for config in apps.get_app_configs() if config.models_module]
    if sender.name != installed[-1].name:
        return
    for config in installed:
        create_permissions(config, verbosity=0)
    from .groups import load_groups

    load_groups()
