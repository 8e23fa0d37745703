"""What the desk fills in for each verb. Labels and help say what the person will get to see."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.registry import labels
from privacy_portal.data_subjects.identifiers import normalise_email
from privacy_portal.gdpr.rights import RIGHTS, Right
from privacy_portal.rights_requests.enums import (
    GROUNDS,
    Channel,
    ExtensionReason,
    IdentityMethod,
    grounds_for,
)
from privacy_portal.rights_requests.identity import open_override
from privacy_portal.rights_requests.identity_documents.actions import was_shown
from privacy_portal.rights_requests.identity_documents.enums import LOOKED_AT, Ending
from privacy_portal.rights_requests.models import HandTask
from privacy_portal.rights_requests.on_behalf.enums import Capacity, Check, ResultsTo, Seen, Told
from privacy_portal.rights_requests.on_behalf.gate import delegation_of

LONG = forms.Textarea(attrs={"rows": 5})


class CaseForm(forms.Form):
    """A form about one case; `case` decides which choices make sense."""

    required_css_class = "required"

    def __init__(self, *args, case, **kwargs):
        self.case = case
        super().__init__(*args, **kwargs)
        self.fit()

    def fit(self) -> None:
        """Narrow the choices to this case."""


class NothingForm(CaseForm):
    """A verb that needs no more than a press."""


class QuestionForm(CaseForm):
    question = forms.CharField(
        label=_("Your question"),
        help_text=_("The person reads this in My data. The term goes on while you wait."),
        widget=LONG,
        max_length=5000,
    )


class MessageForm(CaseForm):
    body = forms.CharField(
        label=_("Your message"), help_text=_("The person reads this in My data."), widget=LONG, max_length=5000
    )


class NoteForm(CaseForm):
    body = forms.CharField(
        label=_("Note"),
        help_text=_("Only staff see this on the screen, but the person may ask for a copy (Art. 15)."),
        widget=LONG,
        max_length=5000,
    )


class DoubtForm(CaseForm):
    reason = forms.CharField(
        label=_("Why you doubt who this is"), help_text=_("Kept with the case (Art. 12(6))."), widget=LONG
    )
    question = forms.CharField(
        label=_("What you ask"),
        help_text=_("Never ask for a copy of an identity document. The term stands still until this is settled."),
        widget=LONG,
    )


class IdentityForm(CaseForm):
    """After doubt, the second person agrees to what the first one said, or does not."""

    method = forms.ChoiceField(label=_("How you know"), choices=IdentityMethod.choices, widget=forms.RadioSelect)

    def fit(self) -> None:
        field = self.fields["method"]
        if not was_shown(self.case):
            ways = [way for way in IdentityMethod.choices if way[0] != IdentityMethod.DOCUMENT_COPY]
            field.choices = ways  # type: ignore[attr-defined]
        said = open_override(self.case)
        if said is not None:
            field.choices = [(said.method, said.get_method_display())]  # type: ignore[attr-defined]
            field.help_text = _("%(colleague)s said this. After doubt, two people say it.") % {
                "colleague": said.proposed_by
            }


class DocumentForm(CaseForm):
    """SECURITY V-07: a reason per case, which the person reads."""

    reason = forms.CharField(
        label=_("Why nothing less will do"),
        help_text=_(
            "The person reads this. Say which other ways you tried: an order number, a code at the box office, a code "
            "by letter. We tell them what to cover and that we destroy the picture."
        ),
        widget=LONG,
        max_length=2000,
    )


class LookedAtForm(CaseForm):
    ending = forms.ChoiceField(
        label=_("What the copy shows"),
        help_text=_("The picture is destroyed at once, whatever you choose. Write down no number of it."),
        choices=[choice for choice in Ending.choices if choice[0] in LOOKED_AT],
        widget=forms.RadioSelect,
    )


class ToldForm(CaseForm):
    how = forms.ChoiceField(
        label=_("How the person heard of it"),
        choices=[choice for choice in Told.choices if choice[0] != Told.MAIL],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("What you did"),
        help_text=_("Kept with the case: whom you spoke, when the letter left, or why there is nobody to tell."),
        widget=LONG,
    )


class PapersForm(CaseForm):
    """Without a reason there is no decision (SECURITY V-12, V-13)."""

    outcome = forms.ChoiceField(
        label=_("What came of the check"),
        choices=[choice for choice in Check.choices if choice[0] != Check.WAITING],
        widget=forms.RadioSelect,
    )
    seen = forms.ChoiceField(
        label=_("How you saw the papers"),
        help_text=_("Never ask for a copy of an identity document."),
        choices=[("", _("Not seen")), *Seen.choices],
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with the case and in the ledger. Write no citizen service number."),
        widget=LONG,
    )
    question = forms.CharField(
        label=_("What is still needed"), help_text=_("Who asks reads this."), widget=LONG, required=False
    )
    results_to = forms.ChoiceField(
        label=_("Where the answer goes"),
        help_text=_("To the person concerned, unless there is a reason not to; write it down above."),
        choices=ResultsTo.choices,
    )
    is_channel_checked = forms.BooleanField(
        label=_("I checked that the e-mail address given is the person's own"), required=False
    )
    person_email = forms.CharField(
        label=_("E-mail address under which we know the person"),
        help_text=_("Only if who asks gave none: as it stands in our own systems. The person is told at once."),
        max_length=254,
        required=False,
        widget=forms.EmailInput,
    )

    def fit(self) -> None:
        asked = delegation_of(self.case)
        if self.case.subject_id is not None:
            del self.fields["person_email"]
        if asked is None or self.case.subject_id is None or asked.channel_was_known:
            del self.fields["is_channel_checked"]

    def clean_person_email(self) -> str:
        address = self.cleaned_data["person_email"]
        return normalise_email(address) if address else ""


class ExtendForm(CaseForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=ExtensionReason.choices, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("Explanation"),
        help_text=_("The person reads this, with the new date (Art. 12(3))."),
        widget=LONG,
    )


class ClosingForm(CaseForm):
    """A verb after which nobody can be asked for this case any more."""

    @cached_property
    def unanswered(self) -> list[tuple[str, HandTask]]:
        """Name and task of each place that was to be asked by hand, or was asked, and did not answer."""
        names = labels()
        return [(names.get(task.source, task.source), task) for task in self.case.hand_tasks.pending()]


class AnswerForm(ClosingForm):
    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("This closes the case. Say what you did, and what you did not do and why."),
        widget=forms.Textarea(attrs={"rows": 9}),
    )


class RefuseForm(ClosingForm):
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reasons"),
        help_text=_("The person reads these, with how to object and where to complain (Art. 12(4))."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )

    def fit(self) -> None:
        choices = [(ground, f"{ground.label} ({GROUNDS[ground].article})") for ground in grounds_for(self.case.right)]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]


class ReceiveForm(forms.Form):
    """A request that came by letter, telephone or mail; the law asks for no form, so this one is for us."""

    email = forms.CharField(
        label=_("E-mail address of the person"),
        help_text=_(
            "Where the receipt goes, and with which the person can follow the request. Only for a request for somebody "
            "else it may stay empty."
        ),
        max_length=254,
        required=False,
        widget=forms.EmailInput,
    )
    right = forms.ChoiceField(label=_("Right"), choices=[(r, r.label) for r in Right if RIGHTS[r].fileable])
    channel = forms.ChoiceField(
        label=_("How it came in"), choices=[choice for choice in Channel.choices if choice[0] != Channel.PORTAL]
    )
    received_at = forms.DateTimeField(
        label=_("Received"),
        help_text=_("The term starts here, not when you type this."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    language = forms.ChoiceField(label=_("Language of the answer"))
    question = forms.CharField(label=_("What the person asks"), widget=LONG, max_length=5000)
    capacity = forms.ChoiceField(
        label=_("Is it asked for somebody else?"),
        choices=[("", _("No, by the person themselves")), *Capacity.choices],
        required=False,
    )
    person_name = forms.CharField(label=_("Name of the person concerned"), max_length=200, required=False)
    delegate_name = forms.CharField(label=_("Name of who asks"), max_length=200, required=False)
    delegate_email = forms.CharField(
        label=_("E-mail address of who asks"),
        help_text=_("They follow the request with it, and hear what is still needed. The answer goes to the person."),
        max_length=254,
        required=False,
        widget=forms.EmailInput,
    )

    def __init__(self, *args, **kwargs):
        from django.conf import settings

        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"]) if self.cleaned_data["email"] else ""

    def clean_delegate_email(self) -> str:
        address = self.cleaned_data["delegate_email"]
        return normalise_email(address) if address else ""

    def clean(self) -> dict:
        """One of two: the person, or somebody for them with all that has to be known of both."""
        data = super().clean() or {}
        needed = ("person_name", "delegate_name", "delegate_email") if data.get("capacity") else ("email",)
        for name in needed:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(_("Fill this in."), code="required"))
        return data

    def clean_received_at(self):
        received_at = self.cleaned_data["received_at"]
        if received_at > timezone.now():
            raise ValidationError(_("This lies in the future. Enter when the request came in."), code="future")
        return received_at
