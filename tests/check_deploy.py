"""`check --deploy --fail-level WARNING` on production settings with real, random keys (SECURITY H-09)."""

import os
import secrets
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def random_key() -> str:
    return b64encode(secrets.token_bytes(32)).decode()


def production_environment() -> dict[str, str]:
    rings = ("FIELD_KEYS", "INDEX_KEYS", "LEDGER_KEYS", "OUTBOX_KEYS")
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "RECEIPT_KEY": random_key(),
        "ALLOWED_HOSTS": "privacy.example.org",
        "BASE_URL": "https://privacy.example.org",
        "DATABASE_URL": "postgres://app@db.example.org:5432/privacy?sslmode=verify-full",
        "EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587",
        "CACHE_URL": "rediscache://127.0.0.1:6379/1",
        "CHECKPOINT_EMAIL": "officer@example.org",
        "STAFF_OIDC_ISSUER": "https://login.example.org/tenant/v2.0",
        "STAFF_OIDC_CLIENT_ID": "privacy-portal",
        "STAFF_OIDC_CLIENT_SECRET": secrets.token_urlsafe(32),
    } | {name: f"one:{random_key()}" for name in rings}


def main() -> int:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=os.environ | production_environment()).returncode


if __name__ == "__main__":
    sys.exit(main())
