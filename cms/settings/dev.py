"""On one's own machine and in the demo: SQLite, mail as files, keys that are public and therefore worthless."""

import os
from base64 import b64encode
from pathlib import Path

# Where the demo keeps its database, mail and files; tests put it elsewhere.
VAR = Path(os.environ.get("VAR_DIR", Path(__file__).resolve().parent.parent.parent / "var"))
# WhiteNoise asks for the folder of collected files even where it finds them at their source.
(VAR / "static").mkdir(exist_ok=True, parents=True)


def sample_key(name: str) -> str:
    """A key anyone can read here: production refuses every value that starts like this."""
    return b64encode(f"sample-{name}".encode().ljust(32, b".")).decode()


for name, value in {
    "SECRET_KEY": "sample-secret-key-" + "d" * 50,
    "FIELD_KEYS": f"dev:{sample_key('field')}",
    "INDEX_KEYS": f"dev:{sample_key('index')}",
    "LEDGER_KEYS": f"dev:{sample_key('ledger')}",
    "OUTBOX_KEYS": f"dev:{sample_key('outbox')}",
    "RECEIPT_KEY": sample_key("receipt"),
    "LOG_LEVEL": "WARNING",
    "BASE_URL": f"http://127.0.0.1:{os.environ.get('PORT', '8000')}",
    "DATABASE_URL": f"sqlite:///{VAR / 'demo.sqlite3'}",
    "EMAIL_URL": f"filemail:///{VAR / 'mail'}",
    "CACHE_URL": f"filecache://{VAR / 'cache'}",
    "STATIC_ROOT": str(VAR / "static"),
    "MEDIA_ROOT": str(VAR / "media"),
    "PRIVATE_ROOT": str(VAR / "private"),
    "PAGE_CACHE_FOLDER": str(VAR / "pages"),
}.items():
    os.environ.setdefault(name, value)

from .base import *  # noqa: E402, F403

# Off shows the real error pages, as the demo does (run_demo).
DEBUG = env.bool("DEBUG", default=True)  # noqa: F405
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
# A browser gives no passkey to an address in numbers; http://localhost it trusts without TLS.
OTP_WEBAUTHN_RP_ID = "localhost"
OTP_WEBAUTHN_ALLOWED_ORIGINS = [f"http://localhost:{os.environ.get('PORT', '8000')}"]
# The demo tells stories of the past, and tests hold the clock.
LEDGER_OWN_CLOCK = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
# The __Host- prefix asks for https, which a laptop does not have.
SESSION_COOKIE_NAME = "beheer"
CSRF_COOKIE_NAME = "csrf"
CUSTOMER_COOKIE_NAME = "mijn"
CUSTOMER_NONCE_COOKIE_NAME = "browser"
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Opens /demo/mail/, which shows what was mailed, and /demo/styleguide/; never outside development.
DEMO_MAILBOX = str(VAR / "mail")
