"""A site whose every page fails."""

from django.urls import re_path

from cms.urls import *  # noqa: F403


def breaks(request, *args, **kwargs):
    raise RuntimeError("this page cannot be made")


urlpatterns = [re_path("", breaks), *urlpatterns]  # noqa: F405
