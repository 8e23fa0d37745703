"""Where this product itself keeps personal data: for each column of each table of ours the data category of the
register it falls under. Only here is everything known; the ticket shop's tables stand in their own room
(data_sources/ticketing/classification). A column that nobody placed fails the build (Art. 5(1)(b), 25)."""

from collections.abc import Iterable, Iterator

from django.db import models

REQUEST, ACCOUNT, EMAIL, CHOICES = "rights-request", "account", "email", "preferences"

# Table -> data category of the register -> columns that say something about a customer.
PERSONAL: dict[str, dict[str, tuple[str, ...]]] = {
    "data_subjects.DataSubject": {ACCOUNT: ("language", "created_at", "last_seen_at", "frozen_at")},
    "data_subjects.Identifier": {EMAIL: ("value", "index"), ACCOUNT: ("subject", "kind", "verified_at", "replaced_at")},
    "data_subjects.AddressProof": {
        EMAIL: ("email",),
        ACCOUNT: ("subject", "purpose", "language", "created_at", "used_at", "voided_at"),
    },
    "data_subjects.AddressChange": {ACCOUNT: ("subject", "old", "new", "changed_at", "undone_at")},
    "data_subjects.Joined": {ACCOUNT: ("one", "other", "joined_at")},
    "data_subjects.EmailChallenge": {
        EMAIL: ("email",),
        ACCOUNT: ("language", "browser", "next_url", "created_at", "used_at", "voided_at"),
    },
    "data_subjects.CustomerSession": {
        ACCOUNT: (
            "subject",
            "base_level",
            "method",
            "address",
            "started_at",
            "last_used_at",
            "previous_sign_in_at",
            "stepped_up_at",
            "data",
        )
    },
    "data_subjects.ProofCode": {
        ACCOUNT: ("subject", "kind", "session", "seen", "case_ref", "asked_at", "issued_at", "used_at", "voided_at")
    },
    "data_subjects.LimitCounter": {ACCOUNT: ("key",)},
    "evidence.LedgerEntry": {
        REQUEST: ("at", "event", "actor_level", "subject_ref", "target", "facts_json", "commitment"),
    },
    "evidence.LedgerPayload": {REQUEST: ("content",)},
    "evidence.OutboxMessage": {EMAIL: ("content",), ACCOUNT: ("subject_ref", "language", "template")},
    "privacy_policy.PolicyVisit": {ACCOUNT: ("subject", "version", "seen_at")},
    "consent.ConsentRecord": {
        CHOICES: (
            "subject",
            "key",
            "activity",
            "state",
            "wording",
            "policy_version",
            "language",
            "method",
            "actor_kind",
            "at",
        )
    },
    "consent.Passing": {CHOICES: ("record", "source", "state", "changed_at")},
    "consent.PolicySubscription": {EMAIL: ("email", "index"), CHOICES: ("language", "asked_at", "confirmed_at")},
    "consent.PolicyNotice": {CHOICES: ("subscription", "version", "posted_at")},
    "exports.Export": {
        REQUEST: (
            "subject",
            "scope",
            "formats",
            "sources",
            "language",
            "requested_at",
            "received_on",
            "unanswered",
            "ready_at",
            "expires_at",
            "downloads",
            "records",
            "size",
            "file",
            "completes",
            "missing",
            "remainder",
        )
    },
    "erasure.ErasureStep": {
        REQUEST: (
            "case_ref",
            "source",
            "subject",
            "state",
            "deferred_until",
            "started_at",
            "finished_at",
            "counts",
            "items",
        )
    },
    "erasure.Suppression": {EMAIL: ("index",), REQUEST: ("source", "case_ref", "since")},
    "rights_requests.RightsRequest": {
        REQUEST: (
            "number",
            "subject",
            "right",
            "status",
            "channel",
            "language",
            "level",
            "scope",
            "received_at",
            "received_on",
            "due_on",
            "statutory_due_on",
            "taken_at",
            "identity_method",
            "identity_confirmed_at",
            "extended_at",
            "extension_reason",
            "extension_explanation",
            "closed_at",
        )
    },
    "rights_requests.CasePause": {REQUEST: ("rights_request", "started_on", "ended_on", "reason")},
    "rights_requests.Message": {REQUEST: ("rights_request", "direction", "kind", "body", "sent_at", "read_at")},
    "rights_requests.Attachment": {
        REQUEST: (
            "subject",
            "rights_request",
            "message",
            "hand_task",
            "identity_document",
            "name",
            "content_type",
            "size",
            "uploaded_at",
        )
    },
    "rights_requests.IdentityDocument": {
        REQUEST: ("rights_request", "reason", "asked_at", "sent_at", "ending", "ended_at")
    },
    "rights_requests.Decision": {
        REQUEST: ("rights_request", "outcome", "ground", "text", "decided_at", "objection_until")
    },
    "rights_requests.ErasureOrder": {REQUEST: ("rights_request", "proposed_at", "approved_at")},
    "rights_requests.Delegation": {
        REQUEST: (
            "rights_request",
            "delegate",
            "level",
            "capacity",
            "person_hints",
            "channel_was_known",
            "asked_at",
            "told_at",
            "told_how",
            "objected_at",
            "check_state",
            "seen",
            "results_to",
            "reason",
            "question",
            "checked_at",
        ),
        EMAIL: ("given_email",),
        "name": ("delegate_name", "person_name"),
    },
    "rights_requests.IdentityOverride": {REQUEST: ("rights_request", "method", "proposed_at", "approved_at")},
    "rights_requests.Note": {REQUEST: ("rights_request", "body", "written_at")},
    "rights_requests.Correction": {
        REQUEST: (
            "subject",
            "source",
            "reference",
            "name",
            "category",
            "label",
            "previous",
            "proposed",
            "confirmed",
            "language",
            "level",
            "asked_at",
            "settled_at",
            "rights_request",
        )
    },
    "rights_requests.CorrectionStep": {REQUEST: ("correction", "source", "state", "changed_at")},
    "rights_requests.HandTask": {
        REQUEST: (
            "rights_request",
            "source",
            "processor",
            "state",
            "due_on",
            "question",
            "asked_at",
            "reminded_at",
            "chased_at",
            "answer",
            "is_shown",
            "ended_at",
        )
    },
}

# Columns about colleagues and contacts of other organisations: no customers, so outside the register of this portal.
OF_STAFF: dict[str, tuple[str, ...]] = {
    "rights_requests.RightsRequest": ("assigned_to",),
    "rights_requests.CasePause": ("doubted_by",),
    "rights_requests.Message": ("author",),
    "rights_requests.Decision": ("decided_by",),
    "rights_requests.Delegation": ("checked_by",),
    "rights_requests.ErasureOrder": ("proposed_by", "approved_by", "alone"),
    "rights_requests.IdentityOverride": ("proposed_by", "approved_by", "alone"),
    "rights_requests.IdentityDocument": ("asked_by",),
    "rights_requests.Note": ("author",),
    "rights_requests.HandTask": ("contact", "asked_by"),
    "evidence.LedgerEntry": ("actor_kind", "actor_reference"),
    "consent.ConsentRecord": ("actor_reference",),
}

# Columns that say something about the row: keys, codes kept as hashes, and what a worker needs to carry on.
ABOUT_THE_ROW: dict[str, tuple[str, ...]] = {
    "data_subjects.EmailChallenge": ("code", "link", "expires_at", "tries_left"),
    "data_subjects.AddressProof": ("code", "link", "expires_at", "tries_left"),
    "data_subjects.CustomerSession": ("token",),
    "data_subjects.ProofCode": ("code", "expires_at", "tries_left"),
    "data_subjects.LimitCounter": ("opened_at", "closes_at", "count"),
    "evidence.LedgerEntry": ("seq", "request_id", "prev_hash", "hash"),
    "evidence.LedgerPayload": ("entry", "salt"),
    "evidence.OutboxMessage": (
        "key",
        "state",
        "attempts",
        "next_attempt_at",
        "leased_until",
        "last_error",
        "created_at",
        "finished_at",
    ),
    "consent.ConsentRecord": ("position",),
    "consent.Passing": ("attempts", "next_attempt_at"),
    "exports.Export": (
        "state",
        "attempts",
        "lease_until",
        "sources_total",
        "sources_done",
        "sha256",
        "key",
        "byte_order_mark",
    ),
    "erasure.ErasureStep": ("round", "attempts", "lease_until", "next_attempt_at"),
    "rights_requests.Attachment": ("stored_as", "key"),
    "rights_requests.Correction": ("same_as",),
    "rights_requests.CorrectionStep": ("attempts", "next_attempt_at"),
}

# Tables with nobody's data, or with colleagues' alone.
NO_CUSTOMERS = frozenset(
    {
        "cms.KeptPage",
        "staff.TotpDevice",
        "staff.RecoveryDevice",
        "staff.RecoveryCode",
        "staff.DirectoryAccount",
        "staff.StaffSession",
        "staff.FactorReset",
        "staff.User",
        "home.HomePage",
        "home.PlainPage",
        "rights_requests.CaseCounter",
        "consent.Newsletter",
        "evidence.Checkpoint",
        "privacy_policy.LegalReview",
        "privacy_policy.LetPass",
        "privacy_policy.PolicyPage",
        "privacy_policy.PolicyVersion",
        "privacy_policy.Rendition",
        # Counts answers and keeps no words (privacy_policy/feedback).
        "privacy_policy.SectionFeedback",
        "processing_register.Processor",
        "processing_register.Agreement",
        "processing_register.Transfer",
        "processing_register.System",
        "processing_register.DataCategory",
        "processing_register.Purpose",
        "processing_register.RetentionPeriod",
        "processing_register.ProcessingActivity",
        # Art. 33(5): numbers of people, never who they are.
        "processing_register.Breach",
        "processing_register.ControllerSettings",
        "processing_register.Cookie",
        "processing_register.Generation",
    }
)


def unplaced(tables: Iterable[type[models.Model]]) -> Iterator[str]:
    """Columns, as "app.Table.column", that nobody placed."""
    for table in tables:
        label = table._meta.label
        if label not in NO_CUSTOMERS:
            placed = placed_in(label)
            names = (column.name for column in table._meta.concrete_fields)
            yield from (f"{label}.{name}" for name in names if name not in placed)


def placed_in(label: str) -> frozenset[str]:
    of_people = (name for columns in PERSONAL.get(label, {}).values() for name in columns)
    return frozenset({"id", *of_people, *OF_STAFF.get(label, ()), *ABOUT_THE_ROW.get(label, ())})
