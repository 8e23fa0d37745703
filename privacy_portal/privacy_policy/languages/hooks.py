"""The admin's doors to translating and releasing."""

from django.contrib import messages as flash
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import HeaderButton

from privacy_portal.privacy_policy.models import PolicyPage

from . import prevailing_language, views
from .keeping_up import sentences_for_editors


@hooks.register("register_admin_urls")
def language_addresses():
    """The second one comes before localize's own of that address, because our hooks are read first."""
    return [
        path("privacy-policy/<int:page_id>/languages/", views.ReleaseAllLanguages.as_view(), name="policy_languages"),
        path("localize/translate/<int:translation_id>/pofile/upload/", views.upload_translations),
    ]


@hooks.register("register_page_header_buttons")
def release_button(page, user, view_name, next_url=None):
    if not isinstance(page, PolicyPage) or page.language_code != prevailing_language():
        return
    if page.permissions_for_user(user).can_edit():
        url = reverse("policy_languages", args=[page.pk])
        yield HeaderButton(_("Publish all languages"), url, icon_name="site", priority=6)


@hooks.register("before_edit_page", order=-1)
def tell_how_far_a_translation_is(request, page):
    """Before localize, which takes the editor over."""
    if request.method == "GET" and isinstance(page, PolicyPage) and (told := sentences_for_editors(page)):
        flash.info(request, " ".join(told))
