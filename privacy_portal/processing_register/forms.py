"""Staff forms: choices in the entry's own language, and facts that a translation only shows."""

from collections.abc import Iterator
from typing import cast

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import TranslatableMixin

from .shape import Shape
from .twins import source_of

KEPT_ELSEWHERE = _("Kept in the site's first language: change it there, and every language follows.")


class EntryForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self._choices_of_entries():
            self._offer_own_language(name, field)
        if self.instance.pk and source_of(self.instance):
            self._freeze_facts()

    def clean_key(self) -> str:
        """Unique with the locale, which is no field of the form and therefore not checked by Django."""
        key = self.cleaned_data["key"]
        others = type(self.instance).objects.filter(key=key, locale_id=self.instance.locale_id)
        if others.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another entry in this language has this key already."), code="unique")
        return key

    def _choices_of_entries(self) -> Iterator[tuple[str, ModelChoiceField]]:
        for name, field in self.fields.items():
            if isinstance(field, ModelChoiceField) and issubclass(_model_of(field), TranslatableMixin):
                yield name, field

    def _offer_own_language(self, name: str, field: ModelChoiceField) -> None:
        """A relation may still point at a row of another language; the form shows its counterpart."""
        if self.instance.locale_id is None:
            return
        own = _model_of(field)._default_manager.filter(locale_id=self.instance.locale_id)
        field.queryset = own
        if not self.instance.pk:
            return
        chosen = getattr(self.instance, name)
        if isinstance(field, ModelMultipleChoiceField):
            self.initial[name] = list(own.filter(key__in=[entry.key for entry in chosen.all()]))
        elif chosen:
            self.initial[name] = getattr(own.filter(key=chosen.key).first(), "pk", None)

    def _freeze_facts(self) -> None:
        for name in Shape(type(self.instance)).facts:
            if field := self.fields.get(name):
                field.disabled = True
                field.help_text = KEPT_ELSEWHERE


def _model_of(field: ModelChoiceField) -> type[Model]:
    queryset = cast(QuerySet, field.queryset)
    return queryset.model
