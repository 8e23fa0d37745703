from django.urls import path
from django.utils.translation import pgettext_lazy

from . import joined, undoing, views

urlpatterns = [
    path(pgettext_lazy("url", "change/"), views.change, name="address_change"),
    path(pgettext_lazy("url", "join/"), views.join, name="address_join"),
    path(pgettext_lazy("url", "code/"), views.prove, name="address_prove"),
    path(pgettext_lazy("url", "confirm/"), views.confirm, name="address_confirm"),
    path(pgettext_lazy("url", "link/<str:token>/"), views.link, name="address_link"),
    path(pgettext_lazy("url", "undo/"), undoing.undo, name="address_undo"),
    path(pgettext_lazy("url", "undo/<str:token>/"), undoing.link, name="address_undo_link"),
    path(pgettext_lazy("url", "<uuid:subject_id>/look/"), joined.switch, name="address_switch"),
    path(pgettext_lazy("url", "<uuid:subject_id>/part/"), joined.part, name="address_part"),
]
