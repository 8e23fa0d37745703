from django import forms
from django.utils.translation import gettext_lazy as _

from cms.staff.forms import TokenForm

from .devices import NAME_LENGTH

NAME = forms.CharField(
    label=_("Name of the passkey"),
    help_text=_("So that you recognise it, for instance: laptop at work, or blue key."),
    max_length=NAME_LENGTH,
)


class NameForm(forms.Form):
    name = NAME


class AddForm(TokenForm):
    """A new way in asks for a code first: the browser may have been left alone (SECURITY, level S3)."""

    field_order = ["name", "device", "token"]
    name = NAME
