"""Settings: everything that differs from one place to another is a variable, read by ``env``.

Three situations. The demonstration (no DATABASE_URL, nothing set): everything is made here, under ``var/``.
An installation (DATABASE_URL): what is missing or dangerous stops the start with one line. The tests
(``tests/settings.py``): this file, with the few differences that speed asks for.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from charter_site import database, env, secret_files

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

# --- Which situation -------------------------------------------------------------------------------

DATABASE_URL = env.database_url("DATABASE_URL")
OWNER_DATABASE_URL = env.database_url("OWNER_DATABASE_URL")
DEMO = env.flag("DEMO", default=not DATABASE_URL)
DEBUG = env.flag("DEBUG", default=False)
if DEMO and DATABASE_URL:
    raise ImproperlyConfigured(
        "DEMO=1 is for the embedded database only, and DATABASE_URL is set: unset one of the two."
    )
if DEBUG and not DEMO:
    raise ImproperlyConfigured("DEBUG=1 shows the inside of the application to everyone: unset it.")


def _secret(name: str) -> str:
    """A secret is given by whoever installs the application; the demonstration makes its own."""
    if value := env.text(name):
        return value
    if DEMO:
        return secret_files.kept(VAR_DIR / "secrets" / name.lower())
    raise ImproperlyConfigured(
        f"{name} is missing: set it to a long random text that never changes, "
        'for instance the output of: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
    )


SECRET_KEY = _secret("SECRET_KEY")
# Who contributed what, without a name: see "How one signs". Kept outside the database, never changed.
CONTRIBUTION_KEY = _secret("CONTRIBUTION_KEY")

ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", default=("127.0.0.1", "localhost", "[::1]") if DEMO else ())
if not DEMO and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name the hosts that serve this application, separated by commas (never *)."
    )
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
# Where readers find the application: the links of a message begin so, since no request says it there.
SITE_URL = next(
    iter(env.origins("SITE_URL")),
    f"http://127.0.0.1:{env.text('PORT', default='8000')}" if DEMO else f"https://{ALLOWED_HOSTS[0].lstrip('.')}",
)

# --- The house -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # From the top: each app may import those below it, never above.
    "charter_site",
    "charters",
    "feedback",
    "governance",
    "simple_history",
    "pgtrigger",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "charter_site.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page is closed unless its view says otherwise; what was typed meanwhile is given back.
    "charter_site.pages.kept.KeepWhatWasTyped",
    "charter_site.pages.kept.SayWhatArrived",
    "charter_site.pages.leading_back.LeadBackFromActs",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

SESSION_ENGINE = "governance.people.sessions"
ROOT_URLCONF = "charter_site.urls"
WSGI_APPLICATION = "charter_site.wsgi.application"
CSRF_FAILURE_VIEW = "charter_site.pages.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "charter_site.pages.context.site",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data ------------------------------------------------------------------------------------------

DATABASES = {"default": database.default(VAR_DIR)}
APPLICATION_ROLE = database.application_role()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# One cache for all workers: allauth counts wrong passwords in it.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"},
}
# A reason is a sentence, not a label.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
# A statistic on fewer people than this is not shown.
SMALL_GROUP_THRESHOLD = env.integer("SMALL_GROUP_THRESHOLD", default=10, least=3)
# After how many meetings in a row without minutes the registry says so.
MEETINGS_WITHOUT_MINUTES = env.integer("MEETINGS_WITHOUT_MINUTES", default=2, least=1, most=20)
# Within how many days a project that asks management for a decision should have it: what is announced when it asks.
DECISION_WITHIN_DAYS = env.integer("DECISION_WITHIN_DAYS", default=15, least=1, most=365)

# --- Accounts --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "governance.Member"
AUTHENTICATION_BACKENDS = ["governance.people.signing_in.MemberBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ["name", "email"]},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "governance.people.signing_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# An administrator invites with an address they know: there is nothing to verify, and nobody signs up.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
# Nobody can make this site write to an address that it does not know.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    # Ten wrong passwords for one account, from anywhere, and it rests; its neighbours are not troubled.
    "login_failed": "60/m/ip,10/10m/key",
    # A whole site can share one address.
    "login": "300/m/ip",
    # Verifying a text: enough for whoever checks a document clause by clause, too few for a machine that guesses.
    "verify_visitor": "30/m/ip,300/h/ip",
    "verify_member": "30/m/user,300/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", default=0)

# --- E-mail: without a server for it, nobody is written to, and the screens say whom to ask ---------

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.integer("EMAIL_PORT", default=25, least=1, most=65535)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_USER"), env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
# Everything goes through the outbox; the background worker alone talks to the mail server.
EMAIL_BACKEND = "governance.mail.backend.OutboxBackend"
# How long the outbox keeps what nobody decided of.
MAIL_KEPT_DAYS = env.integer("MAIL_KEPT_DAYS", default=30, least=1)
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM")
if EMAIL_HOST and not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("EMAIL_FROM is missing: set it to the address that messages come from.")

# --- Sessions, cookies, headers --------------------------------------------------------------------

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
# Never the session: a message does not write to the database, and an expired session keeps it.
MESSAGE_STORAGE = "charter_site.pages.messages.MessagesOfOneReader"

# The demonstration serves this machine only, without a certificate.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if not DEMO:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# To be on browsers' preload lists commits the organisation's whole domain: its decision, not ours.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Languages -------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "charter_site" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Static files ----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Logs: what happened, never who ----------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "charter_site.discreet_logs.DiscreetLine",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": "WARNING"},
        # Refused forms and pages that are not there are the daily life of a site: their addresses, with the time, would
        # say in a journal whose an anonymous contribution is.
        "django.request": {"level": "ERROR"},
    },
}
