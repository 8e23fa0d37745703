"""The policy being written, as editors know it."""

from contextlib import nullcontext
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.log_actions import LogContext
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from privacy_portal.privacy_policy.approval.panel import ReviewPanel
from privacy_portal.privacy_policy.blocks import TEXT_FEATURES, SectionsBlock, SummaryBlock
from privacy_portal.privacy_policy.content_checks_panel import ContentChecksPanel
from privacy_portal.privacy_policy.languages.forms import PolicyPageForm
from privacy_portal.privacy_policy.permissions import PolicyPagePermissionTester

if TYPE_CHECKING:
    from django.http import HttpResponse
    from wagtail.models import Workflow

    from privacy_portal.privacy_policy.approval.review import Review
    from privacy_portal.privacy_policy.views import PolicyRequest


class PolicyPage(Page):
    """The privacy policy in one language, as editors know it. Visitors read its newest version, never the page
    itself; only a preview shows the draft."""

    introduction = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    summary = StreamField(
        SummaryBlock(required=False),
        verbose_name=_("in short"),
        blank=True,
        help_text=_("At most six points, each one plain sentence."),
    )
    sections = StreamField(SectionsBlock(required=False), verbose_name=_("sections"), blank=True)
    effective_from = models.DateField(
        _("takes effect on"),
        default=timezone.localdate,
        help_text=_("The version gets this date as its permanent address."),
    )
    version_label = models.CharField(
        _("version number"), max_length=40, blank=True, help_text=_("Optional, for instance 3.1.")
    )
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    change_summary = RichTextField(
        _("what has changed"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("In plain words, for readers who know the previous version."),
    )

    is_technical = models.BooleanField(
        _("mends typing errors only"),
        default=False,
        help_text=_("Readers are not told about it as a change. What the policy means must stay the same."),
    )

    base_form_class = PolicyPageForm
    content_panels = [
        ReviewPanel(),
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("effective_from"),
                FieldPanel("version_label"),
                FieldPanel("reviewed_on"),
                FieldPanel("change_summary"),
                FieldPanel("is_technical"),
            ],
            heading=_("This version"),
        ),
        FieldPanel("introduction"),
        FieldPanel("summary"),
        FieldPanel("sections"),
        ContentChecksPanel(),
    ]
    override_translatable_fields = [
        TranslatableField("introduction"),
        TranslatableField("summary"),
        TranslatableField("sections"),
        TranslatableField("change_summary"),
        SynchronizedField("effective_from", overridable=False),
        SynchronizedField("version_label", overridable=False),
        SynchronizedField("reviewed_on"),
        SynchronizedField("is_technical", overridable=False),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("privacy policy")
        verbose_name_plural = _("privacy policies")

    def clean(self) -> None:
        super().clean()
        others = PolicyPage.objects.filter(locale_id=self.locale_id, alias_of=None).exclude(pk=self.pk)
        if not self.alias_of_id and others.exists():
            raise ValidationError(_("There is a privacy policy in this language already. Edit that one."))

    @property
    def language_code(self) -> str:
        return self.locale.language_code

    def permissions_for_user(self, user) -> PolicyPagePermissionTester:
        return PolicyPagePermissionTester(user, self)

    @property
    def review(self) -> "Review":
        """What a reviewer has to know about the draft; made anew each time, because drafts change."""
        from privacy_portal.privacy_policy.approval.review import Review

        return Review(self)

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def get_workflow(self) -> "Workflow | None":
        """Always the one with the review by legal, wherever the page stands in the tree."""
        from privacy_portal.privacy_policy.approval.loading import review_workflow

        return review_workflow()

    def publish(self, revision, user=None, **options):
        """Live and frozen, or neither: a version that cannot be frozen leaves the live page as it was. What was
        bound to another language's revision takes that along, or stays."""
        from privacy_portal.privacy_policy.languages.pairs import publish_companions, switched_already

        if switched_already(revision):
            return
        with transaction.atomic(), LogContext(user=user) if user else nullcontext():
            super().publish(revision, user=user, **options)
            publish_companions(revision, user, options)

    def serve(self, request: "PolicyRequest", *args, **kwargs) -> "HttpResponse":
        from privacy_portal.privacy_policy.views import policy

        with translation.override(self.language_code):
            return policy(request)

    def serve_preview(self, request: "PolicyRequest", mode_name: str) -> "HttpResponse":
        from privacy_portal.privacy_policy.views import preview

        return preview(request, self)
