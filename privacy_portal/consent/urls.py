from django.urls import include, path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "consent"
urlpatterns = [
    path(pgettext_lazy("url", "unsubscribe/<str:token>/"), views.unsubscribe, name="unsubscribe"),
    path("", include("privacy_portal.consent.policy_notices.urls")),
]
