"""A policy that tells everything Art. 13 and 14 ask for, the people who bring it to the public, and what their
browsers send."""

from datetime import date, timedelta
from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from privacy_portal.privacy_policy.approval.actions import let_pass
from privacy_portal.privacy_policy.approval.loading import load_review
from privacy_portal.privacy_policy.models import PolicyPage
from privacy_portal.processing_register.generation import bump
from privacy_portal.processing_register.models import (
    ControllerSettings,
    DataCategory,
    ProcessingActivity,
    Processor,
    Purpose,
    RetentionPeriod,
)
from tests.support.staff import member_of, signed_in

from .conftest import section, stream, text

PROSE = (
    "Geen computer neemt hier een besluit over jou. Voor een ander doel vragen we het eerst. "
    "Je gegevens blijven binnen de Europese Economische Ruimte."
)


def fill_register(locale: Locale) -> None:
    """One of everything, as complete as the law wants it."""
    at = {"locale": locale, "live": True}
    ControllerSettings.objects.create(
        key="controller", name="SPOT", address="Trompsingel 27", dpo_email="fg@groningen.nl", authority_name="AP", **at
    )
    period = RetentionPeriod.objects.create(
        key="seven", name="7 jaar", period="P7Y", start_event="recorded", at_end="erase", **at
    )
    purpose = Purpose.objects.create(key="tickets", name="Kaarten verkopen", **at)
    data = DataCategory.objects.create(key="name", name="Naam", **at)
    party = Processor.objects.create(key="acme", name="Acme", role="processor", country="NL", **at)
    activity = ProcessingActivity(
        key="order",
        name="Kaarten kopen",
        lawful_basis="contract",
        basis_note="Nodig voor je kaart.",
        subjects="Klanten",
        origin="Van jou.",
        mandatory="required",
        consequence="Dan geen kaart.",
        automated_decisions="",
        retention=period,
        **at,
    )
    activity.purposes, activity.data_categories, activity.processors = [purpose], [data], [party]
    activity.save()
    bump()


PARTS = (
    ("text", f"<p>{PROSE}</p>"),
    ("contacts", {"caption": ""}),
    ("purposes", {"caption": "", "activities": []}),
    ("processors", {"caption": "", "processors": []}),
    ("rights", {"caption": ""}),
)


def write_everything(page: PolicyPage) -> PolicyPage:
    page.sections = stream(page, section("Alles", "officer", *PARTS))
    return page


def people() -> SimpleNamespace:
    """Eva writes; Loes and Bea review; Anna administers."""
    return SimpleNamespace(
        eva=member_of("Editors", email="eva@example.org", first_name="Eva"),
        loes=member_of("Legal", email="loes@example.org", first_name="Loes"),
        bea=member_of("Legal", email="bea@example.org", first_name="Bea"),
        anna=member_of("", email="anna@example.org", first_name="Anna"),
    )


def set_up_review():
    return load_review([Group.objects.get(name="Legal")])


def approved(page: PolicyPage) -> PolicyPage:
    """Eva hands the draft in and Loes approves it, with what is ready live at once. What is missing was let pass: what
    a policy has to tell is no subject of the test that calls this."""
    staff, workflow, page = people(), set_up_review(), PolicyPage.objects.get(pk=page.pk)
    if page.review.verdict.missing:
        let_pass(page.review, by=staff.anna, sent={"seen": page.review.fingerprint, "reason": "Gaat hier niet over."})
    step = workflow.start(page, staff.eva).current_task_state
    step.task.specific.on_action(step, staff.loes, "approve", seen=page.review.fingerprint, comment="")
    return PolicyPage.objects.get(pk=page.pk)


SENT = {
    "text": lambda value: rich_text(value),
    "contacts": lambda value: {"caption": ""},
    "purposes": lambda value: {"caption": "", "activities": {"count": 0}},
    "processors": lambda value: {"caption": "", "processors": {"count": 0}},
    "rights": lambda value: {"caption": ""},
}


def in_two_weeks() -> date:
    """A day on which a text that is handed in today may well take effect, whatever day the suite runs."""
    return localdate() + timedelta(days=14)


def form_of(page: PolicyPage, *, introduction: str = "Nieuw.", parts=PARTS, **fields) -> dict:
    """What the editor's form sends for a page of one section."""
    body = streamfield([(kind, SENT[kind](value)) for kind, value in parts])
    the_section = {"title": "Alles", "anchor": "officer", "short_answer": rich_text(""), "body": body}
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "effective_from": fields.pop("effective_from", in_two_weeks()).isoformat(),
            "version_label": "",
            "reviewed_on": "",
            "change_summary": rich_text("<p>Alles is nieuw.</p>"),
            "introduction": rich_text(f"<p>{introduction}</p>"),
            "summary": streamfield([]),
            "sections": streamfield([("section", the_section)]),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "comments-MAX_NUM_FORMS": "",
            **fields,
        }
    )


def edit_url(page: PolicyPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def save(user, page: PolicyPage, **fields):
    return signed_in(user).post(edit_url(page), form_of(page, **fields), follow=True)


def hand_in(user, page: PolicyPage, **fields):
    return save(user, page, **{"action-submit": "1", **fields})


def decide(user, page: PolicyPage, verb: str, **sent):
    """In the modal, from the list of what waits for review."""
    state = page.current_workflow_state.current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, verb, state.pk])
    return signed_in(user).post(url, sent, follow=True)


def approve(user, page: PolicyPage, **sent):
    return decide(user, page, "approve", **{"seen": page.review.fingerprint, "comment": "", **sent})


def words_on(response) -> str:
    return response.content.decode()


def draft_text(page: PolicyPage) -> str:
    return PolicyPage.objects.get(pk=page.pk).get_latest_revision_as_object().introduction


def plain_section():
    return section("Alles", "officer", text("Niets."))
