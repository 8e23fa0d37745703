"""What to put in a download. Everything is ticked, so that pressing the button is enough."""

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.enums import Capability
from privacy_portal.exports.enums import Format, Scope


def source_choices() -> list[tuple[str, str]]:
    """Sources that give their records by themselves; the others are asked by a colleague, on request."""
    return [(source.key, str(source.label)) for source in registry.sources() if source.can(Capability.COLLECT)]


def source_keys() -> list[str]:
    return [key for key, _label in source_choices()]


class ExportForm(forms.Form):
    scope = forms.ChoiceField(
        label=_("What do you want to download?"),
        choices=Scope.choices,
        initial=Scope.ACCESS,
        widget=forms.RadioSelect,
    )
    formats = forms.MultipleChoiceField(
        label=_("In which form?"),
        choices=Format.choices,
        initial=list(Format.values),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one form.")},
    )
    byte_order_mark = forms.BooleanField(
        label=_("Mark the tables as UTF-8"),
        help_text=_("Excel shows é and € well with this mark. Leave it out if another program stumbles over it."),
        initial=True,
        required=False,
    )
    sources = forms.MultipleChoiceField(
        label=_("From where?"),
        choices=source_choices,
        initial=source_keys,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one place.")},
    )

    def wanted(self) -> dict:
        """For `request_export`; everything ticked is said as “all”, so that a source added later counts too."""
        data = self.cleaned_data
        everywhere = set(data["sources"]) == set(source_keys())
        return {
            "scope": Scope(data["scope"]),
            "formats": data["formats"],
            "byte_order_mark": data["byte_order_mark"],
            "sources": [] if everywhere else data["sources"],
        }
