from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns = [
    path(pgettext_lazy("url", "privacy-policy/versions/<slug:slug>/clear/"), views.feedback, name="feedback"),
    path(
        pgettext_lazy("url", "privacy-policy/versions/<slug:slug>/clear/<slug:anchor>/<slug:answer>/"),
        views.thanks,
        name="feedback_thanks",
    ),
]
