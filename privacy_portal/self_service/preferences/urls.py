from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns = [
    path("", views.preferences, name="preferences"),
    path(pgettext_lazy("url", "everything-off/"), views.everything_off, name="preferences_off"),
    path(pgettext_lazy("url", "<slug:key>/save/"), views.save, name="set_preference"),
]
