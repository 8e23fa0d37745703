"""Which fields staff see where. One list of panels per model, in the order in which a person fills them in."""

from django.forms import CheckboxSelectMultiple, Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from .forms import KEPT_ELSEWHERE


def ticks(name: str) -> FieldPanel:
    return FieldPanel(name, widget=CheckboxSelectMultiple)


def pick(name: str) -> FieldPanel:
    return FieldPanel(name, widget=Select)


def row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


def identity() -> FieldRowPanel:
    """Even a draft needs these: a row is listed by its name and found by its key."""
    return FieldRowPanel([FieldPanel(name, required_on_save=True) for name in ("name", "key")])


def group(heading, *panels: Panel | str) -> MultiFieldPanel:
    return MultiFieldPanel([FieldPanel(p) if isinstance(p, str) else p for p in panels], heading=heading)


PROCESSOR = [
    group(_("Who"), identity(), "role", "service", "description", row("country", "registration_number")),
    group(_("What for"), ticks("purposes"), ticks("data_categories"), "subjects"),
    InlinePanel("agreements", label=_("Agreement"), heading=_("Agreements"), help_text=KEPT_ELSEWHERE),
    InlinePanel(
        "transfers", label=_("Country of processing"), heading=_("Countries of processing"), help_text=KEPT_ELSEWHERE
    ),
    group(
        _("Contact"),
        row("website", "privacy_url"),
        row("privacy_contact", "dpo_contact"),
    ),
    group(
        _("Arrangements"),
        pick("engaged_by"),
        "sub_processor_notice",
        "breach_notice_hours",
        row("certificates", "certificates_expire_on"),
        "exit_arrangement",
    ),
    group(_("Review"), "criticality", row("audited_on", "reviewed_on", "next_review_on")),
    group(_("Status"), row("status", "is_public"), row("since", "until"), "remarks"),
]
ACTIVITY = [
    group(_("What"), identity(), ticks("purposes"), "subjects", ticks("data_categories")),
    group(_("Why it is lawful"), "lawful_basis", "basis_note", "special_basis"),
    group(_("Where the data come from"), "origin", row("mandatory", "consequence"), "minors"),
    group(_("Who receives the data"), ticks("processors"), "other_recipients", "joint_arrangement", ticks("systems")),
    group(_("How long"), pick("retention")),
    group(_("Protection"), "security", "automated_decisions"),
    group(_("Impact assessment"), row("dpia_status", "dpia_on"), "dpia_outcome"),
    group(
        _("Status"),
        row("status", "is_public"),
        row("since", "until"),
        row("reviewed_on", "next_review_on"),
        row("department", "based_on"),
        "sort_order",
        "remarks",
    ),
]
PURPOSE = [identity(), FieldPanel("description"), FieldPanel("sort_order")]
DATA_CATEGORY = [identity(), FieldPanel("description"), row("sensitivity", "sort_order")]
RETENTION_PERIOD = [
    identity(),
    row("period", "start_event"),
    FieldPanel("at_end"),
    FieldPanel("ground"),
    FieldPanel("remarks"),
]
SYSTEM = [
    identity(),
    FieldPanel("description"),
    FieldPanel("security"),
    ticks("processors"),
    FieldPanel("status"),
]
COOKIE = [
    group(_("What"), identity(), "technical_name", row("kind", "scope"), "purpose", "lifetime"),
    group(_("Who sets it"), "set_by", pick("processor"), "info_url"),
    group(_("Status"), "asks_consent", row("status", "sort_order")),
]
CONTROLLER = [
    group(
        _("Who"),
        identity(),
        row("part_of", "part_of_url"),
        row("governing_body", "identification_number"),
        "logo_text",
    ),
    group(_("Contact"), row("address", "postcode", "city"), row("email", "privacy_email", "phone")),
    group(_("Pages"), "website_url", "box_office_url", "parent_policy_url"),
    group(_("Data protection officer"), row("dpo_name", "dpo_email")),
    group(_("Supervisory authority"), row("authority_name", "authority_url"), "authority_address"),
]
BREACH = [
    group(
        _("What happened"), row("number", "title"), "description", row("nature", "cause"), row("began_at", "ended_at")
    ),
    group(_("Discovery"), "aware_at", "discovered_by", pick("processor")),
    group(
        _("Who and what"),
        ticks("data_categories"),
        row("people_min", "people_max", "records"),
        row("encrypted", "cross_border"),
    ),
    group(_("Risk"), "consequences", "risk", "risk_reason"),
    group(_("Measures"), "direct_measures", "structural_measures"),
    group(_("Authority"), row("authority_notified_at", "authority_reference"), "authority_reason"),
    group(_("People concerned"), "people_notified_at", "people_notice", "people_reason"),
    group(_("Closing"), "dpo_advice", "closed_on", "lessons"),
]
