"""Sentences of the public pages that belong to a value of an enum."""

from django.utils.translation import gettext_lazy as _

from .enums import CookieKind

COOKIE_KIND_TEXTS = {
    CookieKind.FUNCTIONAL: _("These make a website work. They are always set; the law asks no consent for them."),
    CookieKind.ANALYTICAL: _("These count how a website is used, so that it can be improved."),
    CookieKind.SOCIAL: _("These connect a website with social media. They are set only if you consent."),
    CookieKind.ADVERTISING: _("These make advertising fit what you look at. They are set only if you consent."),
}
