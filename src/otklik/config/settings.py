"""Django settings of Otklik, for every installation; what differs comes from the environment.

`docs/operations.md` lists the variables. Safe by default: a variable left out never opens anything.
"""

import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from otklik.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
DATA = env.directory("DATA", "var")
DEMO = env.flag("DEMO", default=False)
DEBUG = False
HTTPS = env.flag("HTTPS", default=False)


def _secret_key() -> str:
    """Take the key from the environment, or keep one of the installation's own in the data folder."""
    given = env.text("SECRET_KEY")
    if given:
        return given
    path = DATA / "secret-key"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), "ascii")
    return path.read_text("ascii")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.items("HOSTS", "localhost,127.0.0.1,[::1],testserver")
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.items("TRUSTED_ORIGINS")

ROOMS = [
    "web", "journal", "staff", "clients", "messages", "knowledge", "touchpoints", "surveys", "cases",
    "replies", "control", "intake", "telephone", "reception", "analytics", "demo", "config",
]  # fmt: skip
INSTALLED_APPS = [
    *(f"otklik.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "otklik.config.short_way.ShortWayMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "otklik.web.limits.RateLimitMiddleware",
    "otklik.staff.gate.GateMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "otklik.config.urls"
WSGI_APPLICATION = "otklik.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "otklik.web.context.appearance",
                "otklik.staff.context.desk",
            ],
            "builtins": ["otklik.web.templatetags.otklik"],
        },
    }
]
FORM_RENDERER = "otklik.web.forms.Renderer"

# --- database: the embedded file, or the PostgreSQL that the environment names
_url = env.text("DATABASE_URL")
if _url:
    DATABASES = {
        "default": dj_database_url.parse(
            _url, engine="otklik.config.postgresql", conn_max_age=60, conn_health_checks=True
        )
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA / "otklik.sqlite3"),
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": str(DATA / "test.sqlite3")},
            "OPTIONS": {
                # One writer at a time who waits his turn; an accepted appeal survives a power cut.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES = DATA / "files"
"""Folder of received and made files, outside the web root, by content hash."""

# --- sign-in
AUTH_USER_MODEL = "staff.Employee"
# What rooms above add to the pages of a case: only the roof knows all rooms.
CASE_CARDS = [
    "otklik.replies.desk.way_cards.letter_way",
    "otklik.replies.desk.letter_cards.letters",
]
CASE_LETTERS = "otklik.replies.portal.signed_letters"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "otklik.staff.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Otklik"
MFA_REQUIRED = env.flag("MFA_REQUIRED", default=not DEMO)
"""Whether an employee must have a second factor; off only in a demonstration."""
AXES_FAILURE_LIMIT = env.number("SIGN_IN_ATTEMPTS", 8)
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "staff/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "otklik-session"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "otklik-csrf"
CSRF_FAILURE_VIEW = "otklik.web.errors.stale_form"

# --- headers
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
RATE_LIMITS = env.flag("RATE_LIMITS", default=True)
TRUSTED_PROXY = env.flag("TRUSTED_PROXY", default=False)
"""Whether the last address of X-Forwarded-For is our own proxy's word for who asks."""

# --- uploads
ATTACHMENT_LIMIT_BYTES = env.number("ATTACHMENT_LIMIT_MB", 20) * 1024 * 1024
ATTACHMENTS_LIMIT = env.number("ATTACHMENTS_LIMIT", 10)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["otklik.web.uploads.CappedUploadHandler"]

# --- language and time: the interface is Russian, storage is UTC, a body's own zone on its pages
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- static files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# --- mail out
EMAIL_HOST = env.text("SMTP_HOST", "")
EMAIL_PORT = env.number("SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("SMTP_STARTTLS", default=False)
EMAIL_USE_SSL = env.flag("SMTP_TLS", default=False)
EMAIL_TIMEOUT = 20
MAIL_FOLDER = DATA / "outgoing-mail"
"""Where letters are written as .eml files when no SMTP host is set (a demonstration, a first look)."""

# --- mail in: `body=imaps://user:password@host:993/INBOX?done=Folder`, several with commas between
MAILBOXES = dict(entry.split("=", 1) for entry in env.items("MAILBOXES") if "=" in entry)

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SILENCED_SYSTEM_CHECKS = ["axes.W004"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no-secrets": {"()": "otklik.config.logs.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no-secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        # Django would give its own loggers a handler of their own, past the filter.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "otklik": {"level": env.text("LOG_LEVEL", "INFO")},
    },
}
