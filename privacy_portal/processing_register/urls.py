from django.urls import URLPattern, path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "processing_register"
urlpatterns: list[URLPattern] = [
    path(pgettext_lazy("url", "processors/"), views.processors, name="processors"),
    path(pgettext_lazy("url", "processors.csv"), views.processors_csv, name="processors_csv"),
    path(pgettext_lazy("url", "processors.json"), views.processors_json, name="processors_json"),
    path(pgettext_lazy("url", "processors.schema.json"), views.processors_schema, name="processors_schema"),
    path(pgettext_lazy("url", "processors/<slug:key>/"), views.processor, name="processor"),
    path(pgettext_lazy("url", "cookies/"), views.cookies, name="cookies"),
]
