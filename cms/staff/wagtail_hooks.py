"""Where staff find their own sign-in in the admin."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def own_sign_in(request: HttpRequest) -> dict[str, "str | Promise"]:
    return {
        "url": reverse("staff:security"),
        "label": _("Your sign-in"),
        "help_text": _("See where you are signed in, and make new recovery codes."),
    }
