from django import forms
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_subjects import codes
from privacy_portal.data_subjects.identifiers import LONGEST_EMAIL, normalise_email
from privacy_portal.data_subjects.proofs.kinds import ProofKind


class EmailForm(forms.Form):
    """Any address a mail can reach; whether we know it is nobody's business yet."""

    email = forms.CharField(
        label=_("Your e-mail address"),
        help_text=_("The address you use for tickets or newsletters. You do not need an account."),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter your e-mail address.")},
    )

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"])


class OrderForm(forms.Form):
    """What somebody with the tickets in hand can read, and somebody with only the mailbox open cannot easily guess."""

    order = forms.CharField(
        label=_("Order number"),
        help_text=_("It is in the mail with your tickets and on the tickets themselves."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the number of an order of yours.")},
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        help_text=_("The postcode you gave with that order, like 1234 AB."),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        error_messages={"required": _("Enter the postcode you gave with that order.")},
    )


class CodeForm(forms.Form):
    """Nine characters. One that cannot be a code costs no try: it is a slip of the fingers."""

    shape = _("A code has nine letters and digits. Look in the mail and type all of it.")

    code = forms.CharField(
        label=_("Code from the mail"),
        help_text=_("Nine letters and digits, like K7M-2QX-9TR. Capitals and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the code from the mail.")},
    )

    def clean_code(self) -> str:
        code = codes.normalise_code(self.cleaned_data["code"])
        if not codes.is_code(code):
            raise forms.ValidationError(self.shape, code="shape")
        return code


class ProofForm(CodeForm):
    """The same, for a code that came by another way; `kind` decides where to look for it."""

    shape = _("A code has nine letters and digits. Type all of it.")

    def __init__(self, *args, kind: ProofKind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = kind.label
        self.fields["code"].widget.attrs["autocomplete"] = "off"
        self.fields["code"].error_messages["required"] = _("Enter the code.")
