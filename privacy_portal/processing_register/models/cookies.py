"""What is stored in the visitor's browser. Telecommunicatiewet art. 11.7a."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy_portal.processing_register.enums import CookieKind, CookieScope, EntryStatus

from .entries import RegisterEntry, facts, words
from .processors import Processor


class Cookie(RegisterEntry):
    """A cookie, or the group of cookies that one party sets for one purpose."""

    kind = models.CharField(_("kind"), max_length=12, choices=CookieKind)
    scope = models.CharField(_("set on"), max_length=12, choices=CookieScope)
    technical_name = models.CharField(
        _("technical name"),
        max_length=160,
        blank=True,
        help_text=_("Exactly as the browser shows it. Empty when it is not stated."),
    )
    purpose = models.TextField(_("purpose"))
    lifetime = models.CharField(
        _("how long"), max_length=160, blank=True, help_text=_("How long it stays, or its data are kept.")
    )
    set_by = models.CharField(_("set by"), max_length=160)
    processor = models.ForeignKey(
        Processor,
        verbose_name=_("party in the register"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cookies",
    )
    info_url = models.URLField(_("policy of this party"), blank=True)
    asks_consent = models.BooleanField(_("consent is asked first"), default=False)
    status = models.CharField(_("status"), max_length=8, choices=EntryStatus, default=EntryStatus.ACTIVE)
    sort_order = models.PositiveSmallIntegerField(_("sort order"), default=0)

    translatable_fields = [
        *words("name", "purpose", "lifetime", "set_by"),
        *facts("key", "kind", "scope", "technical_name", "processor", "info_url", "asks_consent"),
        *facts("status", "sort_order"),
    ]

    class Meta(RegisterEntry.Meta):
        verbose_name = _("cookie")
        verbose_name_plural = _("cookies")
        ordering = ["sort_order", "name"]
