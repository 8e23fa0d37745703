"""What people allow: one row per change of mind, never altered, and how far each change was passed on."""

import uuid
from datetime import datetime
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.actors import ActorKind
from privacy_portal.evidence.append_only import AppendOnlyModel, AppendOnlyQuerySet

from .enums import PENDING, ConsentState, Method, PassingState
from .policy_notices.models import PolicyNotice, PolicySubscription  # noqa: F401  a part of this room with its own file

newsletter_key = RegexValidator(
    r"^newsletter-[a-z0-9-]+$", _("Begin with “newsletter-”, then small letters, digits and hyphens.")
)


class Newsletter(TranslatableMixin, models.Model):
    """One mailing a person may subscribe to; the key is the name the mailing system knows it by."""

    key = models.SlugField(
        _("key"),
        validators=[newsletter_key],
        help_text=_("The same in every language and in the mailing system; it never changes."),
    )
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), help_text=_("What is in it, in two sentences at most."))
    frequency = models.CharField(_("frequency"), max_length=100, help_text=_("For instance: every month."))
    offered = models.BooleanField(
        _("offered"),
        default=True,
        help_text=_("Off: nobody can subscribe; who is subscribed can still stop."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("frequency"),
        FieldPanel("key"),
        FieldPanel("offered"),
        FieldPanel("position"),
    ]

    translatable_fields = [
        *(TranslatableField(name) for name in ("name", "description", "frequency")),
        *(SynchronizedField(name, overridable=False) for name in ("key", "offered", "position")),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["key", "locale"], name="newsletter_key_per_language"),
        ]

    def __str__(self) -> str:
        return self.name


class ConsentRecordQuerySet(AppendOnlyQuerySet):
    def of(self, subject: DataSubject) -> Self:
        return self.filter(subject=subject)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-position")


class ConsentRecord(AppendOnlyModel):
    """Proof of one choice (Art. 7(1)): who, what, in which words, when and how. Triggers keep it as it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(DataSubject, models.PROTECT, related_name="consent_records", verbose_name=_("person"))
    key = models.SlugField(_("choice"))
    activity = models.SlugField(_("processing activity"))
    state = models.CharField(_("state"), max_length=20, choices=ConsentState)
    wording = models.TextField(_("wording shown"))
    policy_version = models.CharField(_("version of the privacy policy"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10)
    method = models.CharField(_("method"), max_length=20, choices=Method)
    actor_kind = models.CharField(_("kind of actor"), max_length=20, choices=ActorKind)
    actor_reference = models.CharField(_("actor"), max_length=64, blank=True)
    at = models.DateTimeField(_("time"), default=timezone.now)
    # Counts what one person said about one choice, so that two changes at one moment cannot both be the last.
    position = models.PositiveIntegerField(editable=False)

    objects = ConsentRecordQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("consent record")
        verbose_name_plural = _("consent records")
        ordering = ["-at", "-position"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "key", "position"], name="consent_one_record_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.position}"

    @property
    def is_on(self) -> bool:
        return ConsentState(self.state).is_on


class PassingQuerySet(models.QuerySet):
    def pending(self) -> Self:
        return self.filter(state__in=PENDING)

    def unsettled(self) -> Self:
        """A newer choice makes these pointless: still on their way, or waiting for a colleague."""
        return self.filter(state__in=PENDING | {PassingState.BY_HAND})

    def due(self, now: datetime) -> Self:
        return self.pending().filter(next_attempt_at__lte=now)


class Passing(models.Model):
    """One choice on its way to one source: the person sees this row as it is."""

    record = models.ForeignKey(ConsentRecord, models.PROTECT, related_name="passings")
    source = models.SlugField(_("source"))
    state = models.CharField(_("state"), max_length=20, choices=PassingState, default=PassingState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(_("last change"), default=timezone.now)

    objects = PassingQuerySet.as_manager()

    class Meta:
        verbose_name = _("passing on of a choice")
        verbose_name_plural = _("passing on of choices")
        constraints = [models.UniqueConstraint(fields=["record", "source"], name="passing_once_per_source")]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="passing_due")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.source}"
