from django import forms
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_subjects.identifiers import normalise_email
from privacy_portal.data_subjects.proofs.kinds import Seen


class SeenForm(forms.Form):
    """What a colleague saw. A list and no text field, so that nobody writes down a document number (V-07)."""

    seen = forms.ChoiceField(
        label=_("How you know that it is this person"),
        help_text=_("Do not ask for an identity document, and never copy one or write down a number of it."),
        choices=Seen.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you saw. Did you see none of these? Then do not make a code.")},
    )


class DeskForm(SeenForm):
    email = forms.CharField(
        label=_("E-mail address of the person"),
        help_text=_("The address with which the person signs in. The code works for nobody else."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the e-mail address of the person.")},
    )
    field_order = ["email", "seen"]

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"])
