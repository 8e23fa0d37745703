from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns = [
    path(pgettext_lazy("url", "privacy-policy/notices/"), views.notices, name="notices"),
    path(pgettext_lazy("url", "privacy-policy/notices/asked/"), views.notices_asked, name="notices_asked"),
    path(
        pgettext_lazy("url", "privacy-policy/notices/confirm/<str:token>/"),
        views.confirm_notices,
        name="confirm_notices",
    ),
    path(pgettext_lazy("url", "privacy-policy/notices/stop/<str:token>/"), views.stop_notices, name="stop_notices"),
]
