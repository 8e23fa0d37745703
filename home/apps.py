from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The front page and the plain pages around the privacy portal; knows nothing of its rooms."""

    name = "home"
    verbose_name = _("Home and plain pages")
