"""Django settings, from the environment; `docs/how-to/run-the-console.md` lists what can be set."""

import importlib.util
import os
import secrets
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from pratique.console.words.catalogue import compiled_folder

_HERE = Path(__file__).parent.parent
_database = conninfo_to_dict(os.environ.get("DATABASE_URL", "postgresql:///pratique"))
_is_secure = os.environ.get("PRATIQUE_HTTPS") == "1"

SECRET_KEY = os.environ.get("PRATIQUE_SECRET_KEY") or secrets.token_urlsafe(48)
DEBUG = os.environ.get("PRATIQUE_DEBUG") == "1"
DEMO = os.environ.get("PRATIQUE_DEMO") == "1"
"""Whether the log-in page shows the accounts of the demo."""
ALLOWED_HOSTS = os.environ.get("PRATIQUE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "pratique.console.records",
    "pratique.console.accounts",
    "pratique.console.frame",
    "pratique.console.screens",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pratique.console.project.headers.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "pratique.console.frame.reader.reader",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "pratique.console.accounts.second_factor.second_factor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pratique.console.frame.door.door",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "pratique.console.project.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted((_HERE / "screens").glob("*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "pratique.console.frame.templatetags.frame",
                "pratique.console.frame.templatetags.figures",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pratique.console.frame.context.frame",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.get("dbname", "pratique"),
        "USER": _database.get("user", ""),
        "PASSWORD": _database.get("password", ""),
        "HOST": _database.get("host", ""),
        "PORT": str(_database.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [compiled_folder(_HERE)]
FORMAT_MODULE_PATH = ["pratique.console.words.formats"]
STATIC_URL = "/static/"
_plotly = importlib.util.find_spec("plotly")
STATICFILES_DIRS = [
    *sorted((_HERE / "screens").glob("*/static")),
    *([("plotly", Path(next(iter(_plotly.submodule_search_locations or ()))) / "package_data")] if _plotly else []),
]
WHITENOISE_USE_FINDERS = True

AUTH_USER_MODEL = "records.Account"
LOGIN_URL = "account-login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account-login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SECOND_FACTOR_ROLES = tuple(os.environ.get("PRATIQUE_SECOND_FACTOR", "administrator legal senior_reviewer manager").split())
"""Roles that must have a second factor; accounts of the demo are spared."""
OTP_TOTP_ISSUER = "Pratique"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
"""Hours."""
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "pratique.console.accounts.signing_in.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
"""The time that is told is the time there is: whoever tries meanwhile does not wait longer."""
AXES_VERBOSE = False
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]

SESSION_ENGINE = "pratique.console.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _is_secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_secure else None
CSRF_TRUSTED_ORIGINS = [one for one in os.environ.get("PRATIQUE_ORIGINS", "").split(",") if one]
CSRF_FAILURE_VIEW = "pratique.console.frame.problems.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "pratique.console.project.uploads.Limit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

OIDC_ISSUER = os.environ.get("PRATIQUE_OIDC_ISSUER", "").rstrip("/")
"""OpenID Connect of a company's own directory; off where it is empty."""
if OIDC_ISSUER:
    INSTALLED_APPS.append("mozilla_django_oidc")
    AUTHENTICATION_BACKENDS.append("pratique.console.accounts.directory.Directory")
    OIDC_RP_CLIENT_ID = os.environ["PRATIQUE_OIDC_CLIENT"]
    OIDC_RP_CLIENT_SECRET = os.environ["PRATIQUE_OIDC_SECRET"]
    OIDC_OP_AUTHORIZATION_ENDPOINT = os.environ.get("PRATIQUE_OIDC_AUTHORIZATION", f"{OIDC_ISSUER}/authorize")
    OIDC_OP_TOKEN_ENDPOINT = os.environ.get("PRATIQUE_OIDC_TOKEN", f"{OIDC_ISSUER}/token")
    OIDC_OP_USER_ENDPOINT = os.environ.get("PRATIQUE_OIDC_USERINFO", f"{OIDC_ISSUER}/userinfo")
    OIDC_OP_JWKS_ENDPOINT = os.environ.get("PRATIQUE_OIDC_KEYS", f"{OIDC_ISSUER}/jwks")
    OIDC_RP_SIGN_ALGO = "RS256"
    OIDC_RP_SCOPES = "openid email profile"
    OIDC_USE_PKCE = True
    OIDC_ROLES_CLAIM = os.environ.get("PRATIQUE_OIDC_ROLES_CLAIM", "pratique_roles")
    LOGIN_REDIRECT_URL_FAILURE = "/account/login?directory=refused"

UNFOLD = {
    "SITE_TITLE": "Pratique",
    "SITE_HEADER": "Pratique",
    "SITE_SUBHEADER": _("Administration"),
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
}
