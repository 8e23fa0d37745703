"""Whom each address is for, as tables to read aloud (SECURITY A-07). The portal's own part is
`privacy_portal/self_service/levels.py`; an address that is in no table fails.

Staff: every address under /beheer/ asks for a second step. What stands here is which groups find anything behind it."""

from privacy_portal.casework.groups import AUDITOR, BOX_OFFICE, DESK, EDITORS, LEGAL, OFFICER

ADMINISTRATOR = ""
ROLES = (EDITORS, LEGAL, DESK, BOX_OFFICE, OFFICER, AUDITOR, ADMINISTRATOR)

# Anybody may ask; what is behind a token answers to the token only.
ANYBODY = frozenset(
    {
        "consent:confirm_notices",
        "consent:notices",
        "consent:notices_asked",
        "consent:stop_notices",
        "consent:unsubscribe",
        "demo:mail",
        "demo:styleguide",
        "evidence:receipt",
        "evidence:receipts",
        "export_schema",
        "favicon",
        "gpc",
        "healthz",
        "privacy_policy:choose_comparison",
        "privacy_policy:comparison",
        "privacy_policy:feed",
        "privacy_policy:feedback",
        "privacy_policy:feedback_thanks",
        "privacy_policy:policy",
        "privacy_policy:schema",
        "privacy_policy:search",
        "privacy_policy:search_version",
        "privacy_policy:shared_draft",
        "privacy_policy:version",
        "privacy_policy:version_json",
        "privacy_policy:version_markdown",
        "privacy_policy:version_pdf",
        "privacy_policy:versions",
        "processing_register:cookies",
        "processing_register:processor",
        "processing_register:processors",
        "processing_register:processors_csv",
        "processing_register:processors_json",
        "processing_register:processors_schema",
        "readyz",
        "robots",
        "security_txt",
        "sitemap",
        "wagtail_serve",
        "wagtailcore_authenticate_with_password",
        "wagtaildocs_authenticate_with_password",
        "wagtaildocs_serve",
    }
)
# Lead to the sign-in of staff and nowhere else.
TO_STAFF = frozenset({"wagtailcore_login"})

EVERYBODY = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()
WRITERS = frozenset({EDITORS, LEGAL, ADMINISTRATOR})
READERS = EVERYBODY - {AUDITOR, BOX_OFFICE}
ADMINISTRATORS = frozenset({ADMINISTRATOR})


def register(*kinds: str) -> dict[str, frozenset[str]]:
    """Lists of the register and their choosers: whoever may not see a kind cannot choose it either."""
    spaces = ("wagtailsnippets_processing_register_{}", "wagtailsnippetchoosers_processing_register_{}")
    return {space.format(kind): READERS for kind in kinds for space in spaces}


# Part of the admin (a namespace, or one name) -> the groups for whom some page opens there without an id of anything.
STAFF: dict[str, frozenset[str]] = {
    "casework": frozenset({DESK, OFFICER}),
    "identity": frozenset({DESK, BOX_OFFICE}),
    "stopped_access": frozenset({OFFICER}),
    "ledger": frozenset({OFFICER, AUDITOR, ADMINISTRATOR}),
    "sources": frozenset({LEGAL, DESK, OFFICER, AUDITOR, ADMINISTRATOR}),
    "source_coverage": frozenset({LEGAL, DESK, OFFICER, AUDITOR, ADMINISTRATOR}),
    "policy_clarity": frozenset({EDITORS, LEGAL, OFFICER, ADMINISTRATOR}),
    "policy_drift": EVERYBODY - {BOX_OFFICE},
    "policy_version": EVERYBODY - {BOX_OFFICE},
    # Pages about a page or a task; without its number there is nothing.
    "policy_check": NOBODY,
    "policy_languages": NOBODY,
    **register(
        "controllersettings",
        "cookie",
        "datacategory",
        "processingactivity",
        "processor",
        "purpose",
        "retentionperiod",
        "system",
    ),
    "wagtailsnippets_processing_register_breach": frozenset({LEGAL, DESK, OFFICER, ADMINISTRATOR}),
    "wagtailsnippets_consent_newsletter": ADMINISTRATORS,
    "wagtailsnippetchoosers_consent_newsletter": EVERYBODY,
    # One's own sign-in, home, account, and what Wagtail draws itself with.
    "staff": EVERYBODY,
    "wagtailadmin": EVERYBODY,
    "nameless": EVERYBODY,
    "wagtailadmin_pages": WRITERS,
    "wagtailadmin_reports": EVERYBODY,
    "wagtailadmin_workflows": EVERYBODY,
    "wagtail_localize": EVERYBODY,
    "wagtailembeds": EVERYBODY,
    "wagtaildocs": frozenset({EDITORS, ADMINISTRATOR}),
    "wagtailimages": frozenset({EDITORS, ADMINISTRATOR}),
    # Titles of pages, pictures and documents, for the choosers.
    "wagtailadmin_api:documents": EVERYBODY,
    "wagtailadmin_api:images": EVERYBODY,
    "wagtailadmin_api:pages": EVERYBODY,
    "wagtaildocs_chooser": EVERYBODY,
    "wagtailimages_chooser": EVERYBODY,
    "wagtailadmin_collections": ADMINISTRATORS,
    "wagtaillocales": ADMINISTRATORS,
    "wagtailredirects": ADMINISTRATORS,
    "wagtailsites": ADMINISTRATORS,
    "wagtailusers_groups": ADMINISTRATORS,
    "wagtailusers_users": ADMINISTRATORS,
    # Answer to a script, or to the number of something.
    "wagtail_bulk_action": NOBODY,
    "wagtailadmin_editing_sessions": NOBODY,
    "wagtailsettings": NOBODY,
    "wagtailsnippets": NOBODY,
}
