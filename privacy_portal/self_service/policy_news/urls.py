from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns = [
    path("", views.policy_news, name="policy_news"),
    path(pgettext_lazy("url", "seen/"), views.seen, name="policy_news_seen"),
]
