"""Where codes appear in the admin."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import MAKE
from .views import CaseDeskView, CaseLetterView, DeskView, LetterView, may

urls = [
    path("", DeskView.as_view(), name="desk"),
    path("letter/<uuid:pk>/", LetterView.as_view(), name="letter"),
    path("case/<uuid:pk>/", CaseDeskView.as_view(), name="case_desk"),
    path("case/<uuid:pk>/letter/", CaseLetterView.as_view(), name="case_letter"),
]


@hooks.register("register_admin_urls")
def identity_urls():
    return [path("codes/", include((urls, "identity")))]


class CodesMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may(request.user, MAKE)


@hooks.register("register_admin_menu_item")
def codes_menu_item():
    return CodesMenuItem(_("Codes"), reverse("identity:desk"), name="codes", icon_name="key", order=12)
