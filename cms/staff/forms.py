from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import actions
from .models import User


class PasswordForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


CODE_ATTRS = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "off"}


class TokenForm(forms.Form):
    """One device is chosen by name, so a wrong code counts against that one only."""

    device = forms.ChoiceField(label=_("What do you sign in with?"), widget=forms.RadioSelect)
    token = forms.CharField(label=_("Code"), max_length=40, widget=forms.TextInput(attrs=CODE_ATTRS))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(device.persistent_id, device.label) for device in actions.devices_of(user)]
        field = self.fields["device"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.choices = choices
        field.initial = choices[0][0] if choices else None


class EnrolForm(forms.Form):
    token = forms.CharField(
        label=_("The six digits your app shows now"),
        max_length=10,
        widget=forms.TextInput(attrs={**CODE_ATTRS, "inputmode": "numeric"}),
    )


def wrong_code(form: forms.Form) -> forms.Form:
    form.add_error("token", _("This code is not right, or was used before. Wait for the next one and try again."))
    return form
