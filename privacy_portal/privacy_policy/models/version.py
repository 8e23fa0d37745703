"""What was published: never changed again."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.append_only import AppendOnlyModel
from privacy_portal.privacy_policy.querysets import PolicyVersionQuerySet

from .page import PolicyPage


class PolicyVersion(AppendOnlyModel):
    """What the public could read from a given day: the text as it was shown, what the register said then, and a
    hash of both. No row is ever changed or deleted; an error is mended by a new version."""

    page = models.ForeignKey(
        PolicyPage, on_delete=models.PROTECT, related_name="versions", verbose_name=_("privacy policy")
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("revision"),
        help_text=_("Empty for a version imported from before this site."),
    )
    language_code = models.CharField(_("language"), max_length=10)
    slug = models.SlugField(_("address"), max_length=20)
    label = models.CharField(_("version number"), max_length=40, blank=True)
    effective_from = models.DateField(_("takes effect on"))
    reviewed_on = models.DateField(_("last reviewed"), null=True)
    title = models.CharField(_("title"), max_length=255)
    change_summary = models.TextField(_("what has changed"), blank=True)
    html = models.TextField(_("text as shown"))
    text = models.TextField(_("text without markup"))
    content = models.JSONField(_("content, with what the register said"))
    sha256 = models.CharField(_("SHA-256 of the text as shown"), max_length=64)
    changed_sections = models.JSONField(_("changed sections"), default=list)
    reading_minutes = models.PositiveSmallIntegerField(_("reading time in minutes"))
    release_group = models.UUIDField(
        _("release"), default=uuid.uuid4, help_text=_("The same version in other languages shares it.")
    )
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    is_technical = models.BooleanField(_("mends typing errors only"), default=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approver_role = models.CharField(
        _("role of the approver"), max_length=80, blank=True, help_text=_("What the public reads instead of a name.")
    )

    objects = PolicyVersionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        ordering = ["-effective_from", "-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "slug"], name="policy_version_once_per_page"),
            models.UniqueConstraint(fields=["language_code", "slug"], name="policy_version_one_address"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.slug} ({self.language_code})"

    def is_in_force(self, today: date) -> bool:
        return self.effective_from <= today

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        with translation.override(self.language_code):
            return reverse("privacy_policy:version", args=[self.slug])
