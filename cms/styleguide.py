"""Every component on one page, for whoever builds or re-themes; served where DEMO_MAILBOX is set."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

COLOURS = ["primary", "accent", "pink", "neutral", "info", "success", "warning", "danger"]


class SampleForm(forms.Form):
    """One field of every kind our pages use, at rest; `?errors=1` shows them refused."""

    name = forms.CharField(label=_("Name"))
    email = forms.EmailField(label=_("E-mail address"), help_text=_("We send the code to this address."))
    code = forms.CharField(
        label=_("Code"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    phone = forms.CharField(label=_("Phone number"), required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    born = forms.DateField(label=_("Date of birth"), widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(label=_("Language"), choices=[("nl", "Nederlands"), ("en", "English")])
    answer_by = forms.ChoiceField(
        label=_("How would you like the answer?"),
        help_text=_("You can change this later."),
        choices=[("portal", _("In My data")), ("mail", _("By mail")), ("post", _("By post"))],
        widget=forms.RadioSelect,
    )
    sources = forms.MultipleChoiceField(
        label=_("Which data is it about?"),
        choices=[("orders", _("Orders and tickets")), ("newsletters", _("Newsletters"))],
        widget=forms.CheckboxSelectMultiple,
    )
    question = forms.CharField(label=_("Your question"), widget=forms.Textarea(attrs={"rows": 4}))
    attachment = forms.FileField(label=_("Attachment"), required=False)
    agree = forms.BooleanField(label=_("I have checked my answers"))


ENTRIES = [
    "short",
    "buttons",
    "case",
    "tiles",
    "kv",
    "register",
    "prefs",
    "thread",
    "diff",
    "progress",
    "forms",
]
TILES = [
    {"icon": "eye", "title": "See my data", "stat": "4", "text": "Account, orders, newsletter and lockers."},
    {"icon": "download", "title": "Download everything", "stat": "JSON, CSV", "text": "Ready in minutes."},
    {"icon": "bell", "title": "Preferences", "stat": "2 / 5", "text": "Changes count at once."},
]


def styleguide(request: HttpRequest) -> HttpResponse:
    context = {
        "form": SampleForm({"email": "alma"} if "errors" in request.GET else None),
        "colours": COLOURS,
        "alerts": COLOURS[4:],
        "tiles": TILES,
        "entries": [{"anchor": anchor, "title": anchor.capitalize()} for anchor in ENTRIES],
        "sort": request.GET.get("sort", "name"),
    }
    return render(request, "styleguide.html", context)
