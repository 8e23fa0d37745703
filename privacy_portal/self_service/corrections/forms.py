"""What it should be. The source's own rules speak before anything is sent, at the field, in the reader's language."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from privacy_portal.processing_register.countries import country_names

from .looking import Aim
from .places import Here, Plan

# WCAG 1.3.5: what browsers may fill in, by the word for what a field is.
AUTOCOMPLETE = {
    "first-name": "given-name",
    "last-name": "family-name",
    "phone": "tel",
    "street": "street-address",
    "postcode": "postal-code",
    "city": "address-level2",
    "country": "country",
    "birth-date": "bday",
}
LONGEST = 1000


class CorrectionForm(forms.Form):
    # There is one field, so nobody has to be told which may stay empty.
    all_optional = True
    proposed = forms.CharField(
        label=_("What should it be?"),
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": _("This is too long for one detail. Write at most %(limit_value)d characters.")},
    )

    def __init__(self, *args: Any, aim: Aim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aim = aim
        if aim.field.category == "country" and aim.is_correctable:
            self.fields["proposed"] = _country_field()
        self.fields["proposed"].widget.attrs |= self._hints()
        self.fields["proposed"].help_text = self._way_out()

    def _hints(self) -> dict[str, str]:
        found = AUTOCOMPLETE.get(self.aim.field.same_as or self.aim.field.category)
        kind = {"type": "date"} if self.aim.field.category == "birth-date" and self.aim.is_correctable else {}
        return {"autocomplete": found or "off", **kind}

    def _way_out(self) -> str:
        may_go = self.aim.is_correctable and self.aim.current and not self._objection("")
        return str(_("Leave this empty to have it taken away.")) if may_go else ""

    def clean_proposed(self) -> str:
        proposed = self.cleaned_data["proposed"].strip()
        if proposed == self.aim.current:
            raise forms.ValidationError(_("This is what it says already."), code="same")
        if self.aim.is_correctable:
            self._ask_source(proposed)
        elif not proposed:
            raise forms.ValidationError(_("Write what it should be."), code="required")
        return proposed

    def _ask_source(self, proposed: str) -> None:
        if objection := self._objection(proposed):
            raise forms.ValidationError(objection, code="refused")

    def _objection(self, proposed: str) -> str:
        return self.aim.source.objection_to(self.aim.field.name, proposed)


class AlsoForm(forms.Form):
    """Where it says something else, and should change too. A choice stands for the value that was shown."""

    all_optional = True
    also = forms.MultipleChoiceField(
        label=_("Here it says something else. Correct it here too?"),
        help_text=_("That may be right, so we only change it where you tick it."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("What it says there has changed in the meantime. Look once more.")},
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also"].choices = [(each.token, _there(each)) for each in plan.differing]  # type: ignore[attr-defined]


def _there(place: Here) -> str:
    return gettext("%(place)s, “%(record)s”: there it says %(says)s.") % {
        "place": place.source.label,
        "record": place.record,
        "says": place.says,
    }


def _country_field() -> forms.ChoiceField:
    names = sorted(country_names(get_language() or "nl").items(), key=lambda each: each[1])
    return forms.ChoiceField(label=_("What should it be?"), choices=[("", "–"), *names], required=False)
