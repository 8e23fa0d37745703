"""Who reaches what in the admin, as one table (SECURITY A-09): editors write policy and register, the desk works cases,
the officer reads and unmasks, the auditor reads the log, an administrator has no case data.

A page that no row covers fails; so does one that opens to a role the row does not name. Only the first page of each row
is asked for: the others share its views."""

import re

import pytest

from cms.staff.gate import OPEN
from privacy_portal.casework.groups import AUDITOR, BOX_OFFICE, DESK, EDITORS, LEGAL, OFFICER, load_groups
from tests.support.staff import member_of, signed_in

from .test_gate import admin_paths

pytestmark = pytest.mark.django_db
ADMIN = ""
ALL = {EDITORS, LEGAL, DESK, BOX_OFFICE, OFFICER, AUDITOR, ADMIN}
WRITERS = {EDITORS, LEGAL, ADMIN}
REGISTER = "cookie|controllersettings|datacategory|processingactivity|processor|purpose|retentionperiod|system"

# The page asked for, a pattern of view names it stands for, and who reaches it.
TABLE: list[tuple[str, str, set[str]]] = [
    # Cases: nobody by being administrator.
    ("/beheer/verzoeken/", r"casework:(index|index_results)", {DESK, OFFICER}),
    ("/beheer/verzoeken/receive/", r"casework:receive", {DESK}),
    ("/beheer/verzoeken/new/", r"casework:add", set()),
    ("/beheer/codes/", r"identity:desk", {DESK, BOX_OFFICE}),
    ("/beheer/stopped-access/", r"stopped_access:list", {OFFICER}),
    ("/beheer/logboek/", r"ledger:(index|index_results)", {OFFICER, AUDITOR, ADMIN}),
    ("/beheer/logboek/new/", r"ledger:add", set()),
    ("/beheer/bronnen/", r"sources:list|source_coverage", ALL - {EDITORS, BOX_OFFICE}),
    # Policy and register.
    ("/beheer/pages/", r"wagtailadmin_explore_root|wagtailadmin_pages:.*", WRITERS),
    ("/beheer/images/", r"wagtailimages:.*|wagtailimages_chooser:create", {EDITORS, ADMIN}),
    ("/beheer/documents/", r"wagtaildocs:.*|wagtaildocs_chooser:create", {EDITORS, ADMIN}),
    ("/beheer/policy-versions/", r"policy_version:(index|index_results)|policy_drift:report", ALL - {BOX_OFFICE}),
    ("/beheer/policy-versions/new/", r"policy_version:add", set()),
    ("/beheer/reports/policy-clarity/", r"policy_clarity:.*", WRITERS | {OFFICER}),
    (
        "/beheer/snippets/processing_register/processor/",
        rf"wagtailsnippets_processing_register_({REGISTER}):(list|list_results)",
        ALL - {AUDITOR, BOX_OFFICE},
    ),
    (
        "/beheer/snippets/processing_register/processor/add/",
        rf"wagtailsnippet(s|choosers)_processing_register_({REGISTER}):(add|create|preview_on_add|revisions_compare)",
        WRITERS,
    ),
    (
        "/beheer/snippets/processing_register/breach/",
        r"wagtailsnippets_processing_register_breach:(list|list_results|revisions_compare)",
        ALL - {EDITORS, AUDITOR, BOX_OFFICE},
    ),
    ("/beheer/snippets/processing_register/breach/add/", r".*_breach:add", {DESK, ADMIN}),
    (
        "/beheer/snippets/consent/newsletter/",
        r"wagtailsnippet(s|choosers)_consent_newsletter:(list.*|add|create)",
        {ADMIN},
    ),
    ("/beheer/reports/aging-pages/", r"wagtailadmin_reports:(aging|page_types|workflow).*", WRITERS),
    ("/beheer/reports/locked/", r"wagtailadmin_reports:locked.*", {LEGAL, ADMIN}),
    # Running the site.
    ("/beheer/users/", r"wagtailusers_users:.*", {ADMIN}),
    ("/beheer/groups/", r"wagtailusers_groups:.*", {ADMIN}),
    ("/beheer/sites/", r"wagtailsites:.*|wagtaillocales:.*|wagtailredirects:.*|wagtailadmin_collections:.*", {ADMIN}),
    ("/beheer/workflows/list/", r"wagtailadmin_workflows:(add|index.*|task_index.*|select_task_type)", {ADMIN}),
    ("/beheer/tweede-stap/", r"staff:resets|staff:everybody", {ADMIN}),
    # Oneself, and what shows nothing of its own: choosers of pages and published entries, help of the editor.
    ("/beheer/", r"wagtailadmin_home|wagtailadmin_account|wagtailadmin_dismissibles", ALL),
    (
        "/beheer/eigen/",
        r"staff:(security|end_sessions|passkey_(add|register|registered)|directory_(account|link))",
        ALL,
    ),
    ("/beheer/choose-page/", r"wagtailadmin_(choose|tag|api|block|error|password).*|wagtailembeds:.*", ALL),
    ("/beheer/images/chooser/", r"wagtail(images|docs)_chooser:(choose.*|chosen.*)", ALL),
    (
        "/beheer/snippets/choose/processing_register/processor/",
        rf"wagtailsnippetchoosers_(consent_newsletter|processing_register_({REGISTER})):(choose.*|chosen.*)",
        ALL - {AUDITOR, BOX_OFFICE},
    ),
    ("/beheer/workflows/task_chooser/", r"wagtailadmin_workflows:task_chooser.*", ALL),
    # What happened to pages one may see; cases are not in it.
    ("/beheer/reports/site-history/", r"wagtailadmin_reports:site_history.*", ALL),
    ("/beheer/localize/reports/translations/", r"wagtail_localize:.*", ALL),
    # Shows nothing, starts something for who may; the act itself asks again.
    ("/beheer/snippets/", r"wagtailsnippets:index|policy_drift:start_drafts|None", set()),
]
HOLE = re.compile(r"/(1|x|00000000-[-0-9]+)(/|$)")


@pytest.fixture(autouse=True)
def groups():
    load_groups()


def test_A09_every_page_without_a_number_in_its_address_has_one_row():
    names = {name for path, name in admin_paths().items() if name not in OPEN and not HOLE.search(path)}
    rows = {name: [pattern for _, pattern, _ in TABLE if re.fullmatch(pattern, name)] for name in names}
    assert {name: found for name, found in rows.items() if len(found) != 1} == {}


@pytest.mark.parametrize("role", sorted(ALL))
def test_A09_each_role_reaches_its_own_pages_and_no_other(role):
    client = signed_in(member_of(role))
    reached = {path for path, _, _ in TABLE if client.get(path).status_code == 200}
    assert reached == {path for path, _, roles in TABLE if role in roles}


def test_A09_the_titles_of_breaches_are_not_to_be_chosen_by_who_may_not_see_them():
    client = signed_in(member_of(EDITORS))
    assert client.get("/beheer/snippets/choose/processing_register/breach/").status_code == 404


def test_A11_nobody_signs_in_as_somebody_else():
    """The only code that lets anybody in as staff stands after their own password and second step."""
    from django.conf import settings

    sources = [path for room in ("cms", "privacy_portal", "home") for path in (settings.BASE_DIR / room).rglob("*.py")]
    calls = re.compile(r"(?<![\w.])(?:auth_)?login\(\w|force_login|otp_login|SESSION_KEY\] = ")
    # views.py has the page of that name, actions.py the one call.
    letting_in = {path.relative_to(settings.BASE_DIR).as_posix() for path in sources if calls.search(path.read_text())}
    assert letting_in == {"cms/staff/actions.py", "cms/staff/sessions.py", "cms/staff/views.py"}
    assert not [app for app in settings.INSTALLED_APPS if re.search("hijack|impersonat|loginas|su$", app)]
