"""What the desk fills in for each verb. Labels and help say what the person will get to see."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
        said = open_override(self.case)
        if said is not None:
            field = self.fields["method"]
            field.choices = [(said.method, said.get_method_display())]  # type: ignore[attr-defined]
            field.help_text = _("%(colleague)s said this. After doubt, two people say it.") % {
                "colleague": said.proposed_by
            }


class ExtendForm(CaseForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=ExtensionReason.choices, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("Explanation"),
        help_text=_("The person reads this, with the new date (Art. 12(3))."),
        widget=LONG,
    )


class AnswerForm(CaseForm):
    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("This closes the case. Say what you did, and what you did not do and why."),
        widget=forms.Textarea(attrs={"rows": 9}),
    )


class RefuseForm(CaseForm):
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
        help_text=_("Where the receipt goes, and with which the person can follow the request."),
        max_length=254,
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

    def __init__(self, *args, **kwargs):
        from django.conf import settings

        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"])

    def clean_received_at(self):
        received_at = self.cleaned_data["received_at"]
        if received_at > timezone.now():
            raise ValidationError(_("This lies in the future. Enter when the request came in."), code="future")
        return received_at
