"""The one question a reader can put to the policy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .search import MAX_LENGTH


class SearchForm(forms.Form):
    all_optional = True

    q = forms.CharField(
        label=_("Search in the privacy policy"),
        required=False,
        max_length=MAX_LENGTH,
        error_messages={
            "max_length": _("Search with %(limit_value)d characters at most."),
            "null_characters_not_allowed": _("Search with letters and digits."),
        },
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    @property
    def question(self) -> str:
        """What was asked, when it can be asked."""
        return self.cleaned_data["q"] if self.is_valid() else ""
