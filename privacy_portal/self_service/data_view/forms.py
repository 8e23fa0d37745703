"""Why somebody wants to see in full what is hidden."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .unmasking import Reason


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why do you want to see it?"),
        help_text=_("Your reason is noted under “What happened”, for you to check. What you see is not."),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you want to see it.")},
    )
