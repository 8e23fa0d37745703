"""Where staff find their own sign-in in the admin, and that of a colleague who lost the second step."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import accounts
from .lost_factor.views import RIGHT


@hooks.register("register_account_menu_item")
def own_sign_in(request: HttpRequest) -> dict[str, "str | Promise"]:
    return {
        "url": reverse("staff:security"),
        "label": _("Your sign-in"),
        "help_text": _("See where you are signed in, add a passkey, and make new recovery codes."),
    }


class WithTheRight(MenuItem):
    right = RIGHT

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.right)


class ForAdministrators(WithTheRight):
    right = "staff.change_user"


@hooks.register("register_settings_menu_item")
def lost_second_steps() -> MenuItem:
    return WithTheRight(_("Lost second steps"), reverse("staff:resets"), icon_name="key", order=900)


@hooks.register("register_settings_menu_item")
def who_is_signed_in() -> MenuItem:
    return ForAdministrators(_("Who is signed in"), reverse("staff:everybody"), icon_name="user", order=910)


@hooks.register("register_permissions")
def right_to_reset() -> QuerySet[Permission]:
    """So that a group can be given it (Settings, Groups)."""
    return Permission.objects.filter(content_type__app_label="staff", codename="reset_second_step")


hooks.register("after_create_user", accounts.made)
hooks.register("after_edit_user", accounts.changed)
hooks.register("before_delete_user", accounts.removing)
hooks.register("after_bulk_action", accounts.changed_many)
hooks.register("before_bulk_action", accounts.removing_many)
