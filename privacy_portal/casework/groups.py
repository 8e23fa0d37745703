"""The groups staff belong to, as one table. Run again after each migration, so a new right reaches its group."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext_noop
from wagtail.models import GroupPagePermission, Page

# Legal approves, and a frozen version says so in its own language.
EDITORS, LEGAL, DESK, OFFICER, AUDITOR = "Editors", gettext_noop("Legal"), "Privacy desk", "Officer", "Auditor"
BOX_OFFICE = "Box office"

REGISTER = (
    "processor",
    "system",
    "datacategory",
    "purpose",
    "processingactivity",
    "retentionperiod",
    "cookie",
    "controllersettings",
)


def register(*actions: str) -> tuple[str, ...]:
    return tuple(f"processing_register.{action}_{model}" for model in REGISTER for action in actions)


# Django permissions of each group. What is not here is not allowed.
PERMISSIONS: dict[str, tuple[str, ...]] = {
    EDITORS: (
        "wagtailadmin.access_admin",
        *register("view", "add", "change"),
        "privacy_policy.view_sectionfeedback",
        "privacy_policy.view_policyversion",
        "wagtail_localize.submit_translation",
    ),
    LEGAL: (
        "wagtailadmin.access_admin",
        *register("view", "add", "change", "publish"),
        "processing_register.view_breach",
        "privacy_policy.view_sectionfeedback",
        "privacy_policy.view_policyversion",
        "privacy_policy.add_letpass",
        "data_sources.view_sourcesetting",
        "data_sources.change_sourcesetting",
        "wagtail_localize.submit_translation",
    ),
    DESK: (
        "wagtailadmin.access_admin",
        *register("view"),
        "processing_register.view_breach",
        "processing_register.add_breach",
        "processing_register.change_breach",
        "privacy_policy.view_policyversion",
        "rights_requests.view_rightsrequest",
        "rights_requests.change_rightsrequest",
        "data_sources.view_sourcesetting",
        "data_sources.change_sourcesetting",
        "data_subjects.add_proofcode",
        "data_subjects.change_proofcode",
    ),
    # Makes a code for who stands at the desk; sees no case and no address.
    BOX_OFFICE: ("wagtailadmin.access_admin", "data_subjects.add_proofcode"),
    OFFICER: (
        "wagtailadmin.access_admin",
        *register("view"),
        "processing_register.view_breach",
        "privacy_policy.view_sectionfeedback",
        "privacy_policy.view_policyversion",
        "rights_requests.view_rightsrequest",
        "rights_requests.unmask_rightsrequest",
        "data_subjects.change_datasubject",
        "data_sources.view_sourcesetting",
        "evidence.view_ledgerentry",
    ),
    AUDITOR: (
        "wagtailadmin.access_admin",
        "data_sources.view_sourcesetting",
        "privacy_policy.view_policyversion",
        "evidence.view_ledgerentry",
    ),
}

# What a group may do with pages, from the root down (Wagtail's page permission types).
PAGES: dict[str, tuple[str, ...]] = {
    EDITORS: ("add_page", "change_page"),
    LEGAL: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    DESK: (),
    BOX_OFFICE: (),
    OFFICER: (),
    AUDITOR: (),
}


def load_groups() -> dict[str, Group]:
    """Make the groups say what the tables say; extra permissions somebody added by hand stay."""
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in PERMISSIONS}
    root = Page.get_first_root_node()
    for name, group in groups.items():
        group.permissions.add(*permissions_of(PERMISSIONS[name]))
        for permission in page_permissions_of(PAGES[name]):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    return groups


def permissions_of(names: tuple[str, ...]) -> list[Permission]:
    wanted = Q(pk=None)
    for name in names:
        app_label, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    return list(Permission.objects.filter(wanted))


def page_permissions_of(codenames: tuple[str, ...]) -> list[Permission]:
    return list(
        Permission.objects.filter(
            content_type__app_label="wagtailcore", content_type__model="page", codename__in=codenames
        )
    )
