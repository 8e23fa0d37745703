"""For programs, so without a language; the addresses stand in files people keep, and stay."""

from django.urls import path

from . import views

urlpatterns = [
    path("schemas/export/<slug:document>-<int:version>.json", views.schema, name="export_schema"),
]
