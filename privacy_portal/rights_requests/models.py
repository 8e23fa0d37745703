"""A rights request and what belongs to it. What a person typed is encrypted and lives in these rows only."""

import uuid
from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.fields import EncryptedJSONField, EncryptedTextField
from privacy_portal.evidence.two_people import AgreedByTwo, two_different_people
from privacy_portal.gdpr.deadlines import Pause, days_left
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.corrections.models import (  # noqa: F401  a part of this room with its own files
    Correction,
    CorrectionStep,
)
from privacy_portal.rights_requests.enums import (
    CLOCK_RUNNING,
    CLOSED,
    OPEN,
    WITH_SUBJECT,
    Channel,
    Direction,
    ExtensionReason,
    Ground,
    IdentityMethod,
    MessageKind,
    Outcome,
    Status,
)
from privacy_portal.rights_requests.lifecycle import Verb, fits, may

SOON = timedelta(days=7)
"""From here on the queue says that a case is near its date (venue rule)."""


class RightsRequestQuerySet(models.QuerySet):
    def of(self, subject) -> Self:
        return self.filter(subject=subject)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def closed(self) -> Self:
        return self.filter(status__in=CLOSED)

    def waiting_for_subject(self) -> Self:
        return self.filter(status__in=WITH_SUBJECT)

    def unassigned(self) -> Self:
        return self.open().filter(assigned_to=None)

    def overdue(self, today: date) -> Self:
        """Late against the venue's own promise. A case whose clock stands still is never late."""
        return self.filter(status__in=CLOCK_RUNNING, due_on__lt=today)

    def due_soon(self, today: date) -> Self:
        return self.filter(status__in=CLOCK_RUNNING, due_on__gte=today, due_on__lte=today + SOON)

    def most_urgent_first(self) -> Self:
        """Open before closed, then by date."""
        closed = models.Case(models.When(status__in=CLOSED, then=1), default=0)
        return self.order_by(closed, "due_on", "received_at", "pk")


class CaseCounter(models.Model):
    """The last number given out in a year. Locked while a case is received, so numbers have no gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class RightsRequest(models.Model):
    """What a person asks with a right the law gives (Art. 7(3), 12-22, 77), and where it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=32, unique=True, editable=False)
    subject = models.ForeignKey(
        "data_subjects.DataSubject",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        related_name="rights_requests",
    )
    right = models.CharField(_("right"), max_length=20, choices=Right.choices)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.RECEIVED)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.PORTAL)
    language = models.CharField(_("language"), max_length=12)
    # How sure we were of the person when the request came in: A1, A2 or A3 (SECURITY, assurance levels).
    level = models.CharField(_("assurance level"), max_length=4, blank=True)
    # {"answers": [{"key", "question", "answer"}], "keys": {...}}: the questions as shown, and what
    # machines need of them.
    scope = EncryptedJSONField(_("what was asked"), default=dict)
    received_at = models.DateTimeField(_("received at"))
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("answer promised by"))
    statutory_due_on = models.DateField(_("legally due by"))
    taken_at = models.DateTimeField(_("taken at"), null=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    identity_method = models.CharField(
        _("identity confirmed by"), max_length=20, choices=IdentityMethod.choices, blank=True
    )
    identity_confirmed_at = models.DateTimeField(_("identity confirmed at"), null=True)
    extended_at = models.DateTimeField(_("extended at"), null=True)
    extension_reason = models.CharField(
        _("reason of the extension"), max_length=10, choices=ExtensionReason.choices, blank=True
    )
    extension_explanation = EncryptedTextField(_("explanation of the extension"), blank=True, default="")
    closed_at = models.DateTimeField(_("closed at"), null=True)

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("rights request")
        verbose_name_plural = _("rights requests")
        permissions = [("unmask_rightsrequest", _("Can see who made a request, for a reason"))]
        ordering = ["due_on", "number"]
        indexes = [
            models.Index(fields=["status", "due_on"], name="rights_request_queue"),
            models.Index(fields=["subject", "received_at"], name="rights_request_of_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=CLOSED, closed_at__isnull=False) | Q(status__in=OPEN, closed_at__isnull=True),
                name="rights_request_closed_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(due_on__lte=models.F("statutory_due_on")),
                name="rights_request_promise_within_law",
            ),
        ]

    def __str__(self) -> str:
        """The number alone: log titles outlive the case, so nothing personal may be in them."""
        return self.number

    @property
    def state(self) -> Status:
        return Status(self.status)

    @property
    def is_open(self) -> bool:
        return self.state.is_open

    @property
    def is_extended(self) -> bool:
        return self.extended_at is not None

    @property
    def clock_runs(self) -> bool:
        return self.state in CLOCK_RUNNING

    def may(self, verb: Verb | str) -> bool:
        """Whether the state and the right allow it; what only the day or a person can tell, the verb itself says.
        Art. 12(3) gives one extension."""
        if verb == Verb.EXTEND and self.is_extended:
            return False
        return may(self.status, Verb(verb)) and fits(self.right, Verb(verb))

    def days_left(self, today: date) -> int:
        """Working out what is left of the venue's promise; below zero it is late."""
        return days_left(self.due_on, today)

    def is_overdue(self, today: date) -> bool:
        return self.clock_runs and self.due_on < today

    def is_due_soon(self, today: date) -> bool:
        return self.clock_runs and today <= self.due_on <= today + SOON


class CasePause(models.Model):
    """Art. 12(6): days on which the clock stands still, because who asks is in doubt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rights_request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="pauses")
    started_on = models.DateField(_("clock stopped on"))
    ended_on = models.DateField(_("clock runs again since"), null=True)
    # V-13: the reason, what was asked and by whom are kept.
    reason = EncryptedTextField(_("reason of the doubt"))
    doubted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["rights_request"], condition=Q(ended_on=None), name="rights_request_one_open_pause"
            )
        ]

    def __str__(self) -> str:
        return f"{self.started_on} - {self.ended_on or ''}"

    @property
    def as_pause(self) -> Pause:
        return Pause(self.started_on, self.ended_on)


class Message(models.Model):
    """One letter in the thread between a person and the desk. `read_at` is when the other side opened it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rights_request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=15, choices=Direction.choices)
    kind = models.CharField(max_length=10, choices=MessageKind.choices, default=MessageKind.MESSAGE)
    body = EncryptedTextField(_("message"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent at"))
    read_at = models.DateTimeField(_("read at"), null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.sent_at:%Y-%m-%d %H:%M}"

    @property
    def is_from_subject(self) -> bool:
        return self.direction == Direction.FROM_SUBJECT


class AttachmentQuerySet(models.QuerySet):
    def unsent(self) -> Self:
        """Uploaded in the wizard and not handed in (yet)."""
        return self.filter(rights_request=None)

    def of(self, subject) -> Self:
        return self.filter(subject=subject)

    def readable_by(self, subject) -> Self:
        """Their own, and of what a processor sent only what the desk looked at and shows (Art. 15(4))."""
        return self.of(subject).filter(Q(hand_task=None) | Q(hand_task__is_shown=True))

    def with_request(self) -> Self:
        """Handed in when the request was filed: not with a message, nor by a processor, nor to show who asks."""
        return self.filter(message=None, hand_task=None, identity_document=None)


class Attachment(models.Model):
    """A file, encrypted on disk with a key of its own, which lives encrypted in this row and nowhere else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey("data_subjects.DataSubject", on_delete=models.PROTECT, related_name="attachments")
    rights_request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="attachments", null=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments", null=True)
    hand_task = models.ForeignKey("rights_requests.HandTask", on_delete=models.CASCADE, related_name="files", null=True)
    identity_document = models.OneToOneField(
        "rights_requests.IdentityDocument", on_delete=models.CASCADE, related_name="picture", null=True
    )
    name = EncryptedTextField(_("name"))
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    stored_as = models.CharField(max_length=200, unique=True)
    key = EncryptedTextField()
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Decision(models.Model):
    """How it ended, with the reasons (Art. 12(4)) and until when one may object (Awb 6:7)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rights_request = models.OneToOneField(RightsRequest, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    ground = models.CharField(_("ground"), max_length=25, choices=Ground.choices, blank=True)
    text = EncryptedTextField(_("answer"))
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    objection_until = models.DateField(_("objection possible until"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.decided_at:%Y-%m-%d}"

    @property
    def is_refusal(self) -> bool:
        return self.outcome == Outcome.REFUSED


class ErasureOrder(AgreedByTwo):
    """Two people of the desk who agree that somebody is erased (SECURITY A-10). The database refuses the same twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rights_request = models.OneToOneField(RightsRequest, on_delete=models.CASCADE, related_name="erasure_order")

    class Meta:
        verbose_name = _("erasure order")
        verbose_name_plural = _("erasure orders")
        constraints = [two_different_people("rights_request_two_people_erase")]

    def __str__(self) -> str:
        return str(self.rights_request)


class IdentityOverride(AgreedByTwo):
    """Two people of the desk who say, after doubt, that they know who asks (SECURITY A-10); one open at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rights_request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="identity_overrides")
    method = models.CharField(_("how the desk knows"), max_length=20, choices=IdentityMethod)

    class Meta:
        verbose_name = _("identity confirmed after doubt")
        verbose_name_plural = _("identities confirmed after doubt")
        constraints = [
            two_different_people("rights_request_two_people_identify"),
            models.UniqueConstraint(
                fields=["rights_request"], condition=Q(approved_at=None), name="rights_request_one_open_override"
            ),
        ]

    def __str__(self) -> str:
        return str(self.rights_request)


class Note(models.Model):
    """What the desk tells itself. Not shown in the thread, yet part of what access covers (Art. 15)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rights_request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="notes")
    body = EncryptedTextField(_("note"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d %H:%M}"


from privacy_portal.rights_requests.by_hand.models import HandTask  # noqa: E402,F401  Django finds its table here
from privacy_portal.rights_requests.identity_documents.models import IdentityDocument  # noqa: E402,F401  and this one
from privacy_portal.rights_requests.on_behalf.models import Delegation  # noqa: E402,F401  and this one
