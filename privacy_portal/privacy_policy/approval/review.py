"""Everything a reviewer has to know about the draft of one page, asked once."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState

from privacy_portal.privacy_policy.document import read

from . import completeness
from .models import LegalReview, LetPass
from .wording import fingerprint, last_author

if TYPE_CHECKING:
    from privacy_portal.privacy_policy.models import PolicyPage


# Where a revision made from translated pieces says who released it, when that was somebody else than its translator.
CHECKED_BY = "translation_checked_by"


class Approval(NamedTuple):
    """By whom, and what the public reads instead of a name."""

    user_id: int
    role: str


class Pointer(NamedTuple):
    """A finding, and where in the editor to mend it."""

    sentence: str
    article: str
    url: str


class Review:
    def __init__(self, page: "PolicyPage"):
        self.page = page

    @cached_property
    def revision(self) -> Revision | None:
        """Asked anew: the page at hand may be from before the last save."""
        return self.page.revisions.order_by("-created_at", "-pk").first()

    @cached_property
    def draft(self) -> "PolicyPage":
        return self.revision.as_object() if self.revision else self.page

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.revision) if self.revision else ""

    @cached_property
    def verdict(self) -> completeness.Verdict:
        return completeness.check(read(self.draft).document)

    @cached_property
    def let_pass(self) -> LetPass | None:
        return covering(self.page, self.fingerprint, self.verdict)

    @property
    def is_ready(self) -> bool:
        return not self.verdict.missing or self.let_pass is not None

    @cached_property
    def authors(self) -> frozenset[int]:
        """Whoever last changed the text, and whoever handed it in."""
        people = {last_author(list(self.page.revisions.order_by("-created_at", "-pk")[:50]))}
        if state := self.page.current_workflow_state:
            people.add(state.requested_by_id)
            people.add(state.current_task_state.revision.user_id if state.current_task_state else None)
        return frozenset(person for person in people if person is not None)

    def is_author(self, user: Any) -> bool:
        return user.pk in self.authors

    @property
    def author_names(self) -> list[str]:
        people = get_user_model().objects.filter(pk__in=self.authors).order_by("pk")
        return [person.get_full_name() or person.get_username() for person in people]

    @property
    def missing(self) -> list[Pointer]:
        return [self.pointer(finding) for finding in self.verdict.missing]

    @property
    def not_stated(self) -> list[Pointer]:
        return [self.pointer(finding) for finding in self.verdict.not_stated]

    def pointer(self, finding: completeness.Finding) -> Pointer:
        return Pointer(finding.sentence, finding.article, self.edit_url + self.section_fragment(finding.section))

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def section_fragment(self, anchor: str) -> str:
        """Wagtail's own way to point at a block of a stream."""
        found = (child.id for child in self.draft.sections if child.value.get("anchor") == anchor)
        block = next(found, None) if anchor else None
        return f"#:w:contentpath=sections.{block}" if block else "#:w:contentpath=sections"

    @property
    def check_url(self) -> str:
        return reverse("policy_check", args=[self.page.pk])


def covering(page: "PolicyPage", said: str, verdict: completeness.Verdict) -> LetPass | None:
    """The decision of legal about this very text that covers everything that is missing now."""
    decisions = LetPass.objects.filter(page=page, fingerprint=said).order_by("-made_at")
    return next((one for one in decisions if verdict.missing_keys <= set(one.missing)), None)


def approval_of(revision: Revision | None) -> Approval | None:
    """Read when the revision goes live, which may be long after it was approved. Only for who read this very text: an
    approval of the Dutch text says nothing about an English one that was written afterwards."""
    return revision and (reviewed(revision) or checked_at_release(revision))


def reviewed(revision: Revision) -> Approval | None:
    states = TaskState.objects.filter(
        revision=revision, status=TaskState.STATUS_APPROVED, task__in=LegalReview.objects.values("pk")
    )
    state = states.select_related("task", "finished_by").order_by("-finished_at").first()
    if state is None or state.finished_by is None:
        return None
    return Approval(state.finished_by_id, role_of(state.finished_by, state.task.specific, language_of(revision)))


def checked_at_release(revision: Revision) -> Approval | None:
    """A translation made piece by piece, released by a second person who reviews policies."""
    user = get_user_model().objects.filter(pk=revision.content.get(CHECKED_BY)).first()
    if user is None:
        return None
    reviews = LegalReview.objects.filter(active=True).order_by("pk")
    if not user.is_superuser:
        reviews = reviews.filter(groups__in=user.groups.all())
    task = reviews.first()
    return Approval(user.pk, role_of(user, task, language_of(revision))) if task else None


def language_of(revision: Revision) -> str:
    return revision.as_object().language_code


def role_of(user: Any, task: LegalReview, language_code: str) -> str:
    """In the language of the text: it is frozen with it."""
    group = task.groups.filter(pk__in=user.groups.all()).order_by("name").first()
    with translation.override(language_code):
        return _(group.name) if group else _("Administrator")
