"""One correction a person made, and how far it came in each place. The values are sealed, and go when it is over."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.rectifying import CONTACT, Said, Wanted
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.fields import EncryptedJSONField, EncryptedTextField

from .enums import PENDING, RIGHT, UNFINISHED, StepState


class CorrectionQuerySet(models.QuerySet):
    def of(self, subject: DataSubject) -> Self:
        return self.filter(subject=subject)

    def overtaken_in(self, source: str, **same_thing: str) -> Self:
        return self.filter(steps__source=source, steps__state=StepState.OVERTAKEN, **same_thing)

    def settled_before(self, moment: datetime) -> Self:
        return self.filter(settled_at__lt=moment)


class Correction(models.Model):
    """The field `name` of the record `reference` said `previous` and must say `proposed`.

    Its id is given out with the form, so that sending the form twice is one correction. `label` is what the field was
    called on screen, in `language`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(
        DataSubject, on_delete=models.CASCADE, related_name="corrections", verbose_name=_("person")
    )
    source = models.SlugField(_("source"))
    reference = models.CharField(_("record"), max_length=200)
    name = models.CharField(_("field"), max_length=64)
    category = models.SlugField(_("data category"))
    same_as = models.SlugField(_("same thing"), blank=True)
    label = models.CharField(_("name on screen"), max_length=200)
    previous = EncryptedTextField(_("value before"))
    proposed = EncryptedTextField(_("value after"))
    # [source, record, field, value]: where it said something else, and the person wants it changed too.
    confirmed = EncryptedJSONField(_("changed elsewhere too"), null=True)
    language = models.CharField(_("language"), max_length=12)
    level = models.CharField(_("assurance level"), max_length=4)
    asked_at = models.DateTimeField(_("asked at"))
    # When nothing was left to try.
    settled_at = models.DateTimeField(_("settled at"), null=True, db_index=True)
    # What no machine could do, as a case with a date.
    rights_request = models.ForeignKey(
        "rights_requests.RightsRequest", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = [models.Index(fields=["subject", "asked_at"], name="correction_of_subject")]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    @property
    def is_contact(self) -> bool:
        return self.same_as in CONTACT

    @property
    def same_thing(self) -> dict[str, str]:
        """What corrections of the same thing have in common."""
        if self.same_as:
            return {"same_as": self.same_as}
        return {"source": self.source, "reference": self.reference, "name": self.name}

    def wanted_in(self, source: str) -> Wanted:
        """An earlier correction that this one overtook on its way to the place goes along: what that was to change
        there, this one changes."""
        is_own = source == self.source
        overtaken = list(
            Correction.objects.of(self.subject).exclude(pk=self.pk).overtaken_in(source, **self.same_thing)
        )
        confirmed = [each for one in (self, *overtaken) for each in one.confirmed or ()]
        return Wanted(
            self.same_as,
            self.previous,
            self.proposed,
            reference=self.reference if is_own else "",
            name=self.name if is_own else "",
            earlier=frozenset(each.previous for each in overtaken),
            confirmed=frozenset(Said(*said) for where, *said in confirmed if where == source),
        )


class CorrectionStepQuerySet(models.QuerySet):
    def pending(self) -> Self:
        return self.filter(state__in=PENDING)

    def due(self, now: datetime) -> Self:
        return self.pending().filter(next_attempt_at__lte=now)

    def not_right(self) -> Self:
        return self.exclude(state__in=RIGHT)

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)


class CorrectionStep(models.Model):
    """One correction in one place. The pair is the key that makes it happen once: the place is told a value, not a
    change, and asked afterwards what it says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="steps")
    source = models.SlugField(_("source"))
    state = models.CharField(_("state"), max_length=20, choices=StepState, default=StepState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    changed_at = models.DateTimeField(_("last change"))

    objects = CorrectionStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a correction")
        verbose_name_plural = _("steps of a correction")
        constraints = [models.UniqueConstraint(fields=["correction", "source"], name="correction_once_per_source")]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="correction_step_due")]

    def __str__(self) -> str:
        return f"{self.source} {self.state}"
