"""Settings production needs. Everything that differs between places comes from the environment;
what is missing or unsafe stops the start with one clear sentence. `dev` and `test` loosen."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from cms.environment import Env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = Env()

# --- Secrets: an operator sets these; each is separate, so that one leak opens one door (SECURITY C-01).
SECRET_KEY = env("SECRET_KEY")
# Ring of AES-256 keys for personal fields, newest first: "2026b:<base64>,2026a:<base64>".
FIELD_KEYS = env.list("FIELD_KEYS")
# Ring of HMAC keys for blind indexes (find an e-mail address without storing it readable). Never rotated in place.
INDEX_KEYS = env.list("INDEX_KEYS")
# Ring of HMAC keys that turn a data subject into a reference in the ledger.
LEDGER_KEYS = env.list("LEDGER_KEYS")
# Ring of AES-256 keys for mail that waits in the outbox.
OUTBOX_KEYS = env.list("OUTBOX_KEYS")
# Ed25519 seed (base64, 32 bytes) that signs receipts and ledger checkpoints.
RECEIPT_KEY = env("RECEIPT_KEY")
# Entries of the ledger have its own moment and not that of their caller. Nobody changes this: only tests and the demo,
# which tell stories of the past, do, and `check --deploy` refuses it (SECURITY L-02).
LEDGER_OWN_CLOCK = True

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
# Where links in mail point to, for instance https://privacy.example.nl (never the Host header, SECURITY V-06).
BASE_URL = env("BASE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# public | staff | worker | all: which faces this process serves.
ROLE = env.str("ROLE", default="all")
# How many proxies in front may be believed about the client's address (SECURITY R-04).
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "cms.apps.CmsConfig",
    "cms.staff.apps.StaffConfig",
    "home.apps.HomeConfig",
    "privacy_portal.casework",
    "privacy_portal.self_service",
    # Sources register in this order, and people see them in it: the ticket shop before this site's own.
    "privacy_portal.data_sources",
    "privacy_portal.consent",
    "privacy_portal.rights_requests",
    "privacy_portal.exports",
    "privacy_portal.erasure",
    "privacy_portal.privacy_policy",
    "privacy_portal.processing_register",
    "privacy_portal.data_subjects",
    "privacy_portal.evidence",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django_otp",
    "django_otp_webauthn",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    # Whoever answers first passes through these on the way out, static files included (SECURITY H-01, H-02).
    "django.middleware.security.SecurityMiddleware",
    "cms.middleware.HeadersMiddleware",
    "cms.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.RequestIdMiddleware",
    "cms.middleware.DatabaseDownMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.LanguageFromPathMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "cms.staff.gate.StaffGateMiddleware",
    "privacy_portal.data_subjects.middleware.DataSubjectMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.staff.refusals.RefusalMiddleware",
    "privacy_portal.privacy_policy.middleware.CannotFreezeMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
FORM_RENDERER = "cms.forms.SpotRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "cms.context_processors.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # A database that hangs costs a visitor seconds, not minutes, before the kept pages take over.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
# Memory per process for whole public pages, in bytes (0 turns it off), and how often a process looks whether
# something was published, in seconds.
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=32 * 1024 * 1024)
PAGE_CACHE_LOOK_SECONDS = env.float("PAGE_CACHE_LOOK_SECONDS", default=1.0)
# Room in the table of kept pages, three rows a page, and a folder for copies that a process reads when it starts
# while the database is away (empty: no copies). Never a folder that others may write to.
PAGE_CACHE_ROWS = env.int("PAGE_CACHE_ROWS", default=1500)
PAGE_CACHE_FOLDER = env.str("PAGE_CACHE_FOLDER", default=str(BASE_DIR / "var" / "pages"))
globals().update(env.email("EMAIL_URL"))
# Sender of every mail, and what the venue is called before the register is filled.
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="privacy@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where mail servers send what they cannot deliver (docs/how-to/harden.md); empty: to DEFAULT_FROM_EMAIL.
BOUNCE_EMAIL = env("BOUNCE_EMAIL", default="")
# The Maildir in which that mailbox lies, if this machine can read it; empty: none is read.
BOUNCE_MAILDIR = env("BOUNCE_MAILDIR", default="")
EMAIL_TIMEOUT = 20

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "exports"]}}

# --- Languages: content and configuration decide. The first one prevails where texts differ.
LANGUAGE_CODE = "nl"
# A venue that speaks more: code and own name, for instance fy=Frysk (docs/how-to/take-it-up-for-your-venue.md).
EXTRA_LANGUAGES = env.dict("EXTRA_LANGUAGES", default={})
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("nl", "Nederlands"), ("en", "English"), *EXTRA_LANGUAGES.items()]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = USE_I18N = True
WAGTAIL_I18N_ENABLED = True

# --- Who staff are.
AUTH_USER_MODEL = "staff.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "staff:login"
WAGTAILADMIN_LOGIN_URL = "staff:login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
# What cannot be undone is done by two people (SECURITY A-10). A venue whose privacy desk is one person turns this off;
# then a day passes between proposing and agreeing (docs/how-to/medewerkers.md).
TWO_PEOPLE = env.bool("TWO_PEOPLE", default=True)
OTP_TOTP_ISSUER = env("OTP_TOTP_ISSUER", default="Privacy desk")
# Passkeys belong to a domain for good: choose the one that stays when the site moves to another name under it. Where
# staff sign in on a name of their own (ROLE=staff), PASSKEY_ORIGINS says which.
OTP_WEBAUTHN_RP_ID = env("PASSKEY_DOMAIN", default=urlsplit(BASE_URL).hostname)
OTP_WEBAUTHN_RP_NAME = OTP_TOTP_ISSUER
OTP_WEBAUTHN_ALLOWED_ORIGINS = env.list("PASSKEY_ORIGINS", default=[BASE_URL])
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
# Staff may sign in through the organisation's directory (OpenID Connect) when the first three are set; the second step
# is asked all the same. The other two name what the directory must have checked, for instance "mfa"
# (docs/reference/staff-directory.md).
STAFF_OIDC_ISSUER = env("STAFF_OIDC_ISSUER", default="")
STAFF_OIDC_CLIENT_ID = env("STAFF_OIDC_CLIENT_ID", default="")
STAFF_OIDC_CLIENT_SECRET = env("STAFF_OIDC_CLIENT_SECRET", default="")
STAFF_OIDC_ACR = env.list("STAFF_OIDC_ACR", default=[])
STAFF_OIDC_AMR = env.list("STAFF_OIDC_AMR", default=[])

# --- Cookies and transport (SECURITY, H-01, H-02).
SESSION_COOKIE_NAME = "__Host-beheer"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_FAILURE_VIEW = "cms.errors.csrf_failure"
CUSTOMER_COOKIE_NAME = "__Host-mijn"
CUSTOMER_NONCE_COOKIE_NAME = "__Host-browser"
# A customer who does nothing for 30 minutes, or is in for 12 hours, signs in again (SECURITY A-05).
CUSTOMER_SESSION_IDLE_SECONDS = 30 * 60
CUSTOMER_SESSION_ABSOLUTE_SECONDS = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [NONE],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Files. Static is served by WhiteNoise; private files (exports, attachments) never lie under MEDIA_ROOT.
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))
PRIVATE_ROOT = env.path("PRIVATE_ROOT", default=str(BASE_DIR / "var" / "private"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_ROOT), "base_url": None},
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- Wagtail.
WAGTAIL_SITE_NAME = env("WAGTAIL_SITE_NAME", default="SPOT Groningen")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_EXTENSIONS = ["pdf", "txt", "csv", "odt", "docx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILEMBEDS_FINDERS = []
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# An approved policy goes live in all languages at once, or waits for the one that is unfinished.
WAGTAIL_FINISH_WORKFLOW_ACTION = "privacy_portal.privacy_policy.languages.finish.publish_all_languages"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- The venue's own promises and names; content fills the rest.
# Other numbers than data_subjects/limits.py has, as JSON: {"challenge-per-ip": 30} for a venue with shared addresses.
CUSTOMER_LIMITS = env.json("CUSTOMER_LIMITS", default={})
# Where a weakness may be reported (a mailto: or https: address); empty means the controller's own address.
SECURITY_CONTACT = env("SECURITY_CONTACT", default="")
# Who holds the signed checkpoint of the ledger that leaves every night, best the data protection officer at a mailbox
# this site's operator cannot read (SECURITY L-04); empty: it is printed only.
CHECKPOINT_EMAIL = env("CHECKPOINT_EMAIL", default="")
# Where this site's source code is; the footer links to it when it is set.
SOURCE_CODE_URL = env("SOURCE_CODE_URL", default="")
# Case numbers read <prefix>-<year>-<count>.
CASE_NUMBER_PREFIX = env("CASE_NUMBER_PREFIX", default="SPOT")
# The venue's own term to answer a rights request, in days; the statutory month stays beside it.
VENUE_ANSWER_DAYS = env.int("VENUE_ANSWER_DAYS", default=28)
# How long a download stays available, in days (SECURITY X-02).
EXPORT_AVAILABLE_DAYS = env.int("EXPORT_AVAILABLE_DAYS", default=7)
# How long a link to a draft of the policy works, in days; for a venue whose readers answer faster or slower.
POLICY_DRAFT_LINK_DAYS = env.int("POLICY_DRAFT_LINK_DAYS", default=14)
# Attachments to a request: largest size of one file, and how many.
ATTACHMENT_MAX_BYTES = 10 * 1024 * 1024
ATTACHMENT_MAX_FILES = 5
# Whether the desk may ask for a copy of an identity document, case by case and with a reason. Off: no form asks for one
# (SECURITY V-07; docs/how-to/aantonen-wie-iemand-is.md).
IDENTITY_DOCUMENTS = env.bool("IDENTITY_DOCUMENTS", default=False)
# host:port of a ClamAV daemon that looks at every attachment; empty means that nothing is scanned.
CLAMAV_ADDRESS = env("CLAMAV_ADDRESS", default="")

# --- Systems elsewhere. One is connected when its variables are set (docs/how-to/connect-a-source.md); the address of
# Mailchimp follows from the key unless it is given.
MAILCHIMP_API_KEY = env("MAILCHIMP_API_KEY", default="")
MAILCHIMP_LIST_ID = env("MAILCHIMP_LIST_ID", default="")
MAILCHIMP_BASE_URL = env("MAILCHIMP_BASE_URL", default="")
# Tribe CRM has a server that gives tokens and one that answers; production and staging differ in both.
TRIBECRM_AUTH_URL = env("TRIBECRM_AUTH_URL", default="")
TRIBECRM_API_URL = env("TRIBECRM_API_URL", default="")
TRIBECRM_CLIENT_ID = env("TRIBECRM_CLIENT_ID", default="")
TRIBECRM_CLIENT_SECRET = env("TRIBECRM_CLIENT_SECRET", default="")
# Read-only address of the ticket shop's PostgreSQL (docs/reference/ticketing-views.md); empty: CSV files only.
TICKETING_DATABASE_URL = env("TICKETING_DATABASE_URL", default="")

# Folder whose mail anyone may read at /demo/mail/; names one in the demo only (cms/settings/dev.py).
DEMO_MAILBOX = ""

# --- Logs: one JSON object a line, ids and verbs, never personal data (STYLE 23).
LOG_LEVEL = env("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "cms.logs.JsonFormatter"}},
    # The level stands here too: the worker command sets that of its own loggers to INFO, whatever is asked.
    "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "json", "level": LOG_LEVEL}},
    "root": {"handlers": ["stdout"], "level": LOG_LEVEL},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "django.server": {"handlers": ["stdout"], "level": "INFO", "propagate": False},
    },
}
# X-Frame-Options is sent by cms.middleware.HeadersMiddleware, which lets the admin frame its own previews.
SILENCED_SYSTEM_CHECKS = ["security.W002"]
