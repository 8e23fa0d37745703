"""Who is responsible, and how to reach them. Art. 13(1)(a) and (b)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .entries import RegisterEntry, facts, words


class ControllerSettings(RegisterEntry):
    """The venue as controller, its officer and its supervisory authority. Empty fields are not shown."""

    part_of = models.CharField(_("part of"), max_length=160, blank=True)
    part_of_url = models.URLField(_("website of that organisation"), blank=True)
    governing_body = models.CharField(_("governing body"), max_length=160, blank=True)
    identification_number = models.CharField(_("government identification number (OIN)"), max_length=20, blank=True)
    logo_text = models.CharField(_("name in the page head"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=160, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    privacy_email = models.EmailField(_("e-mail address for privacy"), blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    website_url = models.URLField(_("website"), blank=True)
    box_office_url = models.URLField(_("page about the box office"), blank=True)
    parent_policy_url = models.URLField(_("privacy policy of that organisation"), blank=True)
    dpo_name = models.CharField(_("data protection officer"), max_length=160, blank=True)
    dpo_email = models.EmailField(_("e-mail address of the officer"), blank=True)
    authority_name = models.CharField(_("supervisory authority"), max_length=160, blank=True)
    authority_url = models.URLField(_("website of the authority"), blank=True)
    authority_address = models.CharField(_("address of the authority"), max_length=250, blank=True)

    translatable_fields = [
        *words("name", "part_of", "governing_body", "dpo_name"),
        *facts("key", "part_of_url", "identification_number", "logo_text", "address", "postcode", "city"),
        *facts("email", "privacy_email", "phone", "website_url", "box_office_url", "parent_policy_url"),
        *facts("dpo_email", "authority_name", "authority_url", "authority_address"),
    ]

    class Meta(RegisterEntry.Meta):
        verbose_name = _("controller")
        verbose_name_plural = _("controllers")
