"""Places that are asked by hand for a case, for the desk: whom to ask, by when, and the form in which a colleague
writes down what came of it. The steps of an erasure use the same forms (erasing)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from privacy_portal.data_sources.registry import labels
from privacy_portal.data_subjects.masking import masked_email
from privacy_portal.erasure.actions import NotForStaff
from privacy_portal.evidence.actors import Actor
from privacy_portal.gdpr.rights import Right
from privacy_portal.processing_register.queries import Contact, contacts
from privacy_portal.rights_requests.attachments import check_upload
from privacy_portal.rights_requests.by_hand import actions
from privacy_portal.rights_requests.by_hand.enums import OUTCOMES
from privacy_portal.rights_requests.by_hand.mails import proven_address
from privacy_portal.rights_requests.by_hand.needs import NEEDS
from privacy_portal.rights_requests.file_types import EXTENSIONS
from privacy_portal.rights_requests.models import Attachment, HandTask, RightsRequest

from .permissions import WORK


def _file_rules() -> str:
    return gettext("At most %(size)s. Allowed types: %(types)s.") % {
        "size": filesizeformat(settings.ATTACHMENT_MAX_BYTES),
        "types": ", ".join(EXTENSIONS),
    }


file_rules = lazy(_file_rules, str)


class AskForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of the contact"),
        help_text=_("Leave it empty when you asked by telephone or in another way: then nothing is mailed."),
        required=False,
        max_length=254,
    )
    with_address = forms.BooleanField(required=False, initial=True)
    question = forms.CharField(
        label=_("What you add"),
        help_text=_("Goes into the mail. Write nothing about the person that the organisation does not need."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, task: HandTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = proven_address(task)
        if not address:
            del self.fields["with_address"]
            return
        self.fields["with_address"].label = gettext(
            "Mention the proven e-mail address %(address)s, by which they find the person"
        ) % {"address": masked_email(address)}
        self.fields["with_address"].help_text = gettext(
            "The mail names nobody. Without this you tell them in a safe way whom it is about."
        )


class OutcomeForm(forms.Form):
    """What came of asking. `reason` is read again when somebody asks how we know."""

    outcome = forms.ChoiceField(
        label=_("What became of it"), choices=[(end.value, end.label) for end in OUTCOMES], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What they answered, and how you know"),
        help_text=_("For instance: confirmed by mail on 3 December. If it is kept: why, and until when."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
    )
    upload = forms.FileField(label=_("Their answer as a file"), help_text=file_rules(), required=False)
    is_shown = forms.BooleanField(
        label=_("Show text and file to the person"),
        help_text=_("Only after you have looked that they say nothing about somebody else (Art. 15(4))."),
        required=False,
    )

    def clean_upload(self) -> UploadedFile | None:
        upload = self.cleaned_data["upload"]
        if upload:
            check_upload(upload)
        return upload

    @property
    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        uploads = [data["upload"]] if data["upload"] else []
        return {
            "outcome": data["outcome"],
            "answer": data["reason"],
            "uploads": uploads,
            "is_shown": data["is_shown"],
        }


@dataclass(frozen=True)
class TaskRow:
    """One place. Forms are there when something can be done and the reader may; `end_form` not for a step of an
    erasure, which has its own."""

    task: HandTask
    label: str
    party: Contact | None
    request: str
    articles: str
    is_overdue: bool
    files: tuple[Attachment, ...]
    ask_form: AskForm | None
    end_form: OutcomeForm | None

    @property
    def is_refused(self) -> bool:
        """Open the fold again when what was typed did not do."""
        return any(form is not None and form.is_bound for form in (self.ask_form, self.end_form))


def rows_of(case: RightsRequest, *, today: date, worker: bool, bound: dict[str, Any]) -> list[TaskRow]:
    tasks = case.hand_tasks.prefetch_related("files").select_related("asked_by")
    found: Iterable[HandTask] = list(tasks)
    names, parties = labels(), contacts(get_language() or settings.LANGUAGE_CODE)
    acts = worker and case.is_open
    return [row_of(task, case, names, parties, acts, today, bound) for task in found]


def row_of(task, case, names, parties, acts: bool, today: date, bound: dict[str, Any]) -> TaskRow:
    task.rights_request = case
    party = parties.get(task.processor)
    need = NEEDS[Right(case.right)]
    ends = acts and task.is_pending and case.right != Right.ERASURE
    return TaskRow(
        task=task,
        label=names.get(task.source, task.source),
        party=party,
        request=str(need.question),
        articles=need.articles,
        is_overdue=task.is_overdue(today),
        files=tuple(task.files.all()),
        ask_form=(bound.get(ask_prefix(task)) or ask_form(task, party)) if acts and task.is_askable else None,
        end_form=(bound.get(end_prefix(task)) or OutcomeForm(prefix=end_prefix(task))) if ends else None,
    )


def ask_form(task: HandTask, party: Contact | None) -> AskForm:
    return AskForm(task=task, prefix=ask_prefix(task), initial={"email": party.email if party else ""})


def ask_prefix(task: HandTask) -> str:
    return f"ask-{task.pk}"


def end_prefix(task: HandTask) -> str:
    return f"end-{task.pk}"


class TaskView(PermissionCheckedMixin, View):
    """Somebody of the desk asks, or writes down the answer."""

    model = RightsRequest
    permission_required = WORK
    http_method_names = ["post"]
    case_view: Any = None

    def post(self, request: HttpRequest, pk, task_id) -> HttpResponse:
        tasks = HandTask.objects.select_related("rights_request__subject").filter(rights_request=pk)
        task = get_object_or_404(tasks, pk=task_id)
        return self.ask(request, task) if "ask" in request.POST else self.end(request, task)

    def ask(self, request: HttpRequest, task: HandTask) -> HttpResponse:
        form = AskForm(request.POST, task=task, prefix=ask_prefix(task))
        return self.acted(task, form, lambda: self._ask(task, form), gettext("This is asked."))

    def _ask(self, task: HandTask, form: AskForm) -> None:
        data = form.cleaned_data
        actions.ask(
            task,
            email=data["email"],
            question=data["question"],
            with_address=data.get("with_address", False),
            by=Actor.staff(self.request.user),
        )

    def end(self, request: HttpRequest, task: HandTask) -> HttpResponse:
        form = OutcomeForm(request.POST, request.FILES, prefix=end_prefix(task))
        by = Actor.staff(request.user)
        return self.acted(task, form, lambda: actions.end(task, by=by, **form.told), gettext("This is written down."))

    def acted(self, task: HandTask, form: forms.Form, act: Callable[[], object], done: str) -> HttpResponse:
        if form.is_valid() and is_done(form, act):
            messages.success(self.request, done)
            return redirect("casework:inspect", task.rights_request_id)
        return self.case_view(self.request, pk=task.rights_request_id, bound={form.prefix: form})


def is_done(form: forms.Form, act: Callable[[], object]) -> bool:
    """What the action refuses is said above the form, with everything that was typed still in it."""
    try:
        act()
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    except NotForStaff:
        form.add_error(None, gettext("A colleague or the worker was quicker. Look at it again."))
        return False
    return True
