"""The search form above the processor list. Its choices are what the list holds; anything else is told to the asker."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .enums import RecipientRole, Region
from .listing import COLUMNS, UNKNOWN
from .queries import ProcessorEntry

UNKNOWN_CHOICE = {"invalid_choice": _("“%(value)s” is not one of the choices. This filter was left out.")}


class ProcessorFilter(forms.Form):
    all_optional = True

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Search with 100 characters at most. The search was left out.")},
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, data: QueryDict, entries: Iterable[ProcessorEntry]):
        super().__init__(data)
        entries = tuple(entries)
        roles = [*RecipientRole.choices, (UNKNOWN, _("Not stated"))]
        self.fields |= {
            "purpose": _choice(_("Purpose"), _("All purposes"), _labels(e.purposes for e in entries)),
            "data": _choice(_("Data"), _("All data"), _labels(e.data for e in entries)),
            "role": _choice(_("Role"), _("All roles"), roles),
            "where": _choice(_("Where"), _("Everywhere"), [*Region.choices, *_countries(entries)]),
            "sort": forms.ChoiceField(
                label=_("Sort by"), required=False, choices=_sort_choices(), error_messages=UNKNOWN_CHOICE
            ),
        }

    @property
    def wanted(self) -> dict[str, str]:
        """What was asked and understood; a filter that is not understood does not filter."""
        self.is_valid()
        return self.cleaned_data

    @property
    def is_narrowing(self) -> bool:
        return any(value for name, value in self.wanted.items() if name != "sort")


def _choice(label, all_of_them, choices: Iterable[tuple]) -> forms.ChoiceField:
    """A select whose first choice filters nothing."""
    return forms.ChoiceField(
        label=label, required=False, choices=[("", all_of_them), *choices], error_messages=UNKNOWN_CHOICE
    )


def _labels(groups: Iterable[tuple[tuple[str, str], ...]]) -> list[tuple[str, str]]:
    found = {key: name for group in groups for key, name in group}
    return sorted(found.items(), key=lambda choice: choice[1].casefold())


def _countries(entries: tuple[ProcessorEntry, ...]) -> list[tuple[str, str]]:
    return _labels(((e.country, e.country_name),) for e in entries if e.country)


def _sort_choices() -> list[tuple]:
    upwards = [(column.key, format_lazy("{} {}", column.label, _("(A to Z)"))) for column in COLUMNS]
    downwards = [(f"-{column.key}", format_lazy("{} {}", column.label, _("(Z to A)"))) for column in COLUMNS]
    return [choice for pair in zip(upwards, downwards, strict=True) for choice in pair]
