from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns = [
    path("", views.downloads, name="downloads"),
    path(pgettext_lazy("url", "new/"), views.ask, name="ask_export"),
    path("<uuid:export_id>/", views.export, name="export"),
    path(pgettext_lazy("url", "<uuid:export_id>/progress/"), views.progress, name="export_progress"),
    path(pgettext_lazy("url", "<uuid:export_id>/file/"), views.file, name="export_file"),
    path(pgettext_lazy("url", "<uuid:export_id>/complete/"), views.complete, name="complete_export"),
]
