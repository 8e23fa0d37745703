from django import forms
from django.utils.translation import gettext_lazy as _

COMMENT = forms.Textarea(attrs={"rows": 3})


class ApproveForm(forms.Form):
    """`seen` is the fingerprint of the text the reviewer was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)
    comment = forms.CharField(label=_("Comment"), required=False, max_length=2000, widget=COMMENT)


class SendBackForm(forms.Form):
    comment = forms.CharField(
        label=_("What has to change"),
        max_length=2000,
        widget=COMMENT,
        error_messages={"required": _("Say what has to change, so that the editor can mend it.")},
    )


class LetPassForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why may this text go to review all the same?"),
        min_length=10,
        max_length=2000,
        widget=COMMENT,
        help_text=_("This is kept in the log, with your name. It holds for this text only."),
        error_messages={"required": _("Give a reason; without one the text stays a draft.")},
    )


FORMS: dict[str, type[forms.Form]] = {"approve": ApproveForm, "reject": SendBackForm}
