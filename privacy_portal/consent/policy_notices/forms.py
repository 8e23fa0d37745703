from django import forms
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_subjects.identifiers import LONGEST_EMAIL, normalise_email


class NoticesForm(forms.Form):
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"])
