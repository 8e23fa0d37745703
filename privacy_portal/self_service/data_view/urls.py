from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns = [
    path("", views.data, name="data"),
    path(pgettext_lazy("url", "show/"), views.show_hidden, name="show_hidden"),
]
