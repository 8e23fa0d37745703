"""For the test suite: quick hashing, tasks run at once, mail in memory, database by TEST_DATABASE_URL."""

import os
import tempfile

os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "sqlite:///:memory:")
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ["CACHE_URL"] = "locmemcache://"

from .dev import *  # noqa: F403

DEBUG = False
if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    # What a test writes needs to survive no power cut.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
        "QUEUES": ["default", "mail", "exports"],
    }
}
_private = tempfile.mkdtemp(prefix="privacy-test-")
MEDIA_ROOT = f"{_private}/media"
PRIVATE_ROOT = f"{_private}/private"
STORAGES = {
    **STORAGES,  # noqa: F405
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
}
# Tests speak with no system of a venue, whatever the environment of who runs them says.
MAILCHIMP_API_KEY = MAILCHIMP_LIST_ID = MAILCHIMP_BASE_URL = ""
STAFF_OIDC_ISSUER = STAFF_OIDC_CLIENT_ID = STAFF_OIDC_CLIENT_SECRET = ""
STAFF_OIDC_ACR = STAFF_OIDC_AMR = []
TRIBECRM_AUTH_URL = TRIBECRM_API_URL = TRIBECRM_CLIENT_ID = TRIBECRM_CLIENT_SECRET = ""
LOGGING = {**LOGGING, "root": {"handlers": ["stdout"], "level": "WARNING"}}  # noqa: F405
# A test sees what it changed a moment ago; tests of the page cache turn it on themselves.
PAGE_CACHE_BYTES = 0
PAGE_CACHE_FOLDER = ""
