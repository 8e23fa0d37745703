"""What staff decide about one source; both lists are the register's."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.assignments import Assignment
from privacy_portal.processing_register.queries import categories, contacts


class SourceForm(forms.Form):
    processor = forms.ChoiceField(
        label=_("Kept by"),
        help_text=_("The party of the register that is asked, and that the policy is compared with."),
        required=False,
    )
    categories = forms.MultipleChoiceField(
        label=_("Data categories it covers"),
        help_text=_("What this source can answer for. The coverage report counts with it."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one: a source that covers nothing is no source.")},
    )

    def __init__(self, *args, assignment: Assignment, language: str, **kwargs) -> None:
        initial = {"processor": assignment.processor, "categories": sorted(assignment.categories)}
        super().__init__(*args, **kwargs | {"initial": initial})
        parties = {key: party.name for key, party in contacts(language).items()}
        self.fields["processor"].choices = [  # type: ignore[attr-defined]
            ("", gettext("This site itself")),
            *sorted(_with_strangers(parties, {assignment.processor}).items(), key=lambda party: party[1].casefold()),
        ]
        known = _with_strangers(categories(language), assignment.categories)
        self.fields["categories"].choices = list(known.items())  # type: ignore[attr-defined]


def _with_strangers(known: dict[str, str], chosen) -> dict[str, str]:
    """What was chosen and has left the register since can be seen, kept and taken out."""
    words = gettext("%(key)s (not in the register)")
    return known | {key: words % {"key": key} for key in sorted(chosen) if key and key not in known}
