"""Choosing two versions to compare. Sent with GET, so that it needs no cookie and can be shared."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from privacy_portal.privacy_policy.models import PolicyVersion


class ChooseForm(forms.Form):
    older = forms.ChoiceField(label=_("From the version"))
    newer = forms.ChoiceField(label=_("To the version"))

    def __init__(self, *args, versions: list[PolicyVersion], **kwargs):
        """`versions` come newest first; the two newest are chosen beforehand."""
        super().__init__(*args, **kwargs)
        choices = [(version.slug, name_of(version)) for version in versions]
        for name, place in (("older", 1), ("newer", 0)):
            initial = choices[min(place, len(choices) - 1)][0]
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=choices, initial=initial)


def name_of(version: PolicyVersion) -> str:
    """The date; the number of the version where it has one, or of two on one day the second."""
    name = date_format(version.effective_from, "j F Y")
    day = version.effective_from.isoformat()
    told = version.label or version.slug.removeprefix(day).removeprefix("-")
    return f"{name} ({told})" if told else name
