"""Production: base as it is, plus the refusal to start on keys that are weak, equal or samples (SECURITY C-01)."""

from cms.secrets import refuse_weak_secrets

from .base import *  # noqa: F403

refuse_weak_secrets(
    {
        "SECRET_KEY": [SECRET_KEY],  # noqa: F405
        "FIELD_KEYS": FIELD_KEYS,  # noqa: F405
        "INDEX_KEYS": INDEX_KEYS,  # noqa: F405
        "LEDGER_KEYS": LEDGER_KEYS,  # noqa: F405
        "OUTBOX_KEYS": OUTBOX_KEYS,  # noqa: F405
        "RECEIPT_KEY": [RECEIPT_KEY],  # noqa: F405
    }
)
