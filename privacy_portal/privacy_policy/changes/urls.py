from django.urls import path
from django.utils.translation import pgettext_lazy

from . import feed, views

urlpatterns = [
    path(pgettext_lazy("url", "privacy-policy/difference/"), views.choose, name="choose_comparison"),
    path(pgettext_lazy("url", "privacy-policy/difference/<str:pair>/"), views.comparison, name="comparison"),
    path(pgettext_lazy("url", "privacy-policy/versions.atom"), feed.feed, name="feed"),
]
