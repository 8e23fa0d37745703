"""How forms are drawn: Designsystemet's markup, with the class put on the widget so templates stay plain."""

from django.forms import BoundField, CheckboxInput, FileInput, Select, Textarea
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import CheckboxSelectMultiple, Input, RadioSelect

# Everything a person types in, picks from or ticks; hidden inputs keep their own look (none).
STYLED = (Input, Textarea, Select, CheckboxInput, FileInput, RadioSelect, CheckboxSelectMultiple)


class SpotBoundField(BoundField):
    """Adds `ds-input` to the widget, beside whatever class it already has."""

    def build_widget_attrs(self, attrs: dict, widget=None) -> dict:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if isinstance(widget, STYLED) and not widget.is_hidden:
            own = str(attrs.get("class") or widget.attrs.get("class") or "")
            attrs["class"] = f"{own} ds-input".strip()
        return attrs


class SpotRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ field.as_field_group }}` come from `templates/forms/`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = SpotBoundField
