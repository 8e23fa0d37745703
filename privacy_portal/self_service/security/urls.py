from django.urls import path
from django.utils.translation import pgettext_lazy

from . import stopping, views

urlpatterns = [
    path("", views.security, name="security"),
    path(pgettext_lazy("url", "end-others/"), views.end_others, name="end_other_sessions"),
    path(pgettext_lazy("url", "stop/"), stopping.stop, name="stop_access"),
    path(pgettext_lazy("url", "stopped/"), stopping.access_stopped, name="access_stopped"),
    path(pgettext_lazy("url", "not-me/"), stopping.not_me, name="not_me"),
    path(pgettext_lazy("url", "not-me/<str:token>/"), stopping.not_me_link, name="not_me_link"),
    path(pgettext_lazy("url", "stay/"), views.extend, name="extend_session"),
    path(pgettext_lazy("url", "<uuid:session_id>/end/"), views.end_session, name="end_session"),
]
