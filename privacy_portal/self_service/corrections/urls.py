from django.urls import path
from django.utils.translation import pgettext_lazy

from . import results, views

urlpatterns = [
    path("<str:source>/<str:reference>/<str:name>/", views.field, name="correct_field"),
    path(pgettext_lazy("url", "<uuid:correction_id>/check/"), views.check, name="correct_check"),
    path("<uuid:correction_id>/", results.correction, name="correction"),
    path(pgettext_lazy("url", "<uuid:correction_id>/progress/"), results.progress, name="correction_progress"),
    # Last: a key of a source is no id.
    path("<str:source>/<str:reference>/", views.record, name="correct_record"),
]
