from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_subjects.identifiers import LONGEST_EMAIL, normalise_email


class NewAddressForm(forms.Form):
    """Any address a mail can reach. Whose it may be already is not looked up: there is nothing here to find out."""

    email = forms.CharField(
        label=_("The other e-mail address"),
        help_text=_("We mail a code to it. Nothing changes before you typed that code here."),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter the other e-mail address.")},
    )

    def __init__(self, *args: Any, own: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own

    def clean_email(self) -> str:
        address = normalise_email(self.cleaned_data["email"])
        if address in self.own:
            raise forms.ValidationError(_("You sign in with this address already."), code="same")
        return address
