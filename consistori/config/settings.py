"""Settings of the house, from the environment only (see `environment.py` and docs/operations.md)."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from consistori.config import environment as env
from consistori.config.observability.lines import configuration
from consistori.config.outside import *  # noqa: F403 - they are settings too

HERE = Path(__file__).resolve().parent
DATA_DIR = env.data_dir()
DEBUG = env.flag("DEBUG")
DEMO = env.flag("CONSISTORI_DEMO")
SECRET_KEY = env.secret("SECRET_KEY")
CODE_KEY = env.secret("CODE_KEY")
PORT = env.number("PORT", 8000)
PUBLIC_URL = env.text("PUBLIC_URL", f"http://localhost:{PORT}")
ALLOWED_HOSTS = [h for h in env.text("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in env.text("CSRF_TRUSTED_ORIGINS").split(",") if o]

BLOB_URL = env.text("BLOB_URL", f"file://{DATA_DIR / 'blobs'}")
BLOB_ROOT = Path(BLOB_URL.removeprefix("file://")) if BLOB_URL.startswith("file://") else DATA_DIR / "blobs"
BLOB_ACCESS_KEY = env.given_secret("BLOB_ACCESS_KEY")
BLOB_SECRET_KEY = env.given_secret("BLOB_SECRET_KEY")
BLOB_CACHE_LIMIT = env.number("BLOB_CACHE_LIMIT", 2 * 1024 * 1024 * 1024)
CACHE_ROOT = DATA_DIR / "cache"
RENDITIONS = env.number("RENDITIONS", 1) == 1
SCANNER_URL = env.text("SCANNER_URL")
SCANNER = env.text("SCANNER", "consistori.connectors.scanner.clamd.Clamd")
WEBHOOK_NETWORKS = [
    n for n in env.text("WEBHOOK_NETWORKS", "127.0.0.0/8,::1/128" if DEMO else "").split(",") if n
]
API_REQUESTS_PER_MINUTE = env.number("API_REQUESTS_PER_MINUTE", 1200)
REQUEST_LIMIT = env.number("REQUEST_LIMIT", 1024 * 1024 * 1024)
COUNTER_DROP = env.text("COUNTER_DROP", str(DATA_DIR / "counter") if DEMO else "")
UPLOAD_LIMIT = env.number("UPLOAD_LIMIT", 250 * 1024 * 1024)
SIGNER_SOCKET = env.text("SIGNER_SOCKET", str(DATA_DIR / "signer.sock"))
SIGNER_PROCESSES = env.number("SIGNER_PROCESSES", 2)
SEAL_KEY = env.secret("SEAL_KEY")
SIGNATURE_PKCS11_MODULE = env.text("SIGNATURE_PKCS11_MODULE")
BOARD_READER = env.text("BOARD_READER", "consistori.bulletin.exposing.reader.HttpReader")
TIMESTAMP_AUTHORITY = env.text("TIMESTAMP_AUTHORITY", "consistori.connectors.tsa.client.from_settings")
TSA_URLS = [u for u in env.text("TSA_URLS").split(",") if u]
TRUST_ROOTS = env.text("TRUST_ROOTS", str(DATA_DIR / "trust"))
DEMO_AUTHORITY_DIR = DATA_DIR / "demo-authority"
DEMO_AUTHORITY_PORT = env.number("DEMO_AUTHORITY_PORT", PORT + 1)
DEMO_BESIDE = {
    "identity": "consistori.connectors.identity.demo.provider.from_settings",
    "representa": "consistori.connectors.representa.fake.from_settings",
}
INSTALLED_APPS = [
    "consistori.config",
    "consistori.desk",
    "consistori.protection",
    "consistori.operation",
    "consistori.connectors",
    "consistori.webhooks",
    "consistori.automation",
    "consistori.padro",
    "consistori.assistance",
    "consistori.guides",
    "consistori.bodies",
    "consistori.eoffice",
    "consistori.cases",
    "consistori.notifications",
    "consistori.bulletin",
    "consistori.appointments",
    "consistori.registry",
    "consistori.signature",
    "consistori.backups",
    "consistori.documents",
    "consistori.deadlines",
    "consistori.tasks",
    "consistori.catalogue",
    "consistori.directory",
    "consistori.parties",
    "consistori.trail",
    "consistori.tenancy",
    "consistori.ui",
    "consistori.kernel",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "ninja",
]

MIDDLEWARE = [
    "consistori.config.observability.middleware.follow",
    "django.middleware.security.SecurityMiddleware",
    "consistori.directory.web.accounts.middleware.spare_the_door",
    "consistori.config.middleware.find_entity",
    "consistori.documents.web.limits.refuse_oversize",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "consistori.config.anonymous.RefuseAnonymousBodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "consistori.directory.web.accounts.middleware.WatchSessions",
]

STATIC_MANIFEST = env.flag("STATIC_MANIFEST")
if DEBUG and not STATIC_MANIFEST:
    # While building only: it is asynchronous, and costs each page an event loop (1.2 ms of 1.4), and each client of a
    # test a walk through all the files (16 ms). When these are gathered, `wsgi.py` serves them before Django is asked.
    MIDDLEWARE.insert(2, "servestatic.middleware.ServeStaticMiddleware")

ROOT_URLCONF = "consistori.config.urls"
WSGI_APPLICATION = "consistori.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "consistori.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "consistori.ui.forms.Renderer"

_APPLICATION_URL = env.text("DATABASE_URL", "postgresql://consistori_app@/consistori")
_OWNER_URL = env.text("DATABASE_OWNER_URL")
_DIRECT_URL = env.text("DATABASE_DIRECT_URL")
_REPLICA_URL = env.text("DATABASE_REPLICA_URL")
DATABASES = {"default": env.database(_APPLICATION_URL)}
if _DIRECT_URL not in {"", _APPLICATION_URL}:
    # A pooler in transaction mode stands between: what outlives a transaction is not asked of it.
    DATABASES["default"] |= {"DISABLE_SERVER_SIDE_CURSORS": True}
if _OWNER_URL:
    DATABASES["owner"] = env.database(_OWNER_URL) | {"CONN_MAX_AGE": 0}
_BACKUP_URL = env.text("BACKUP_DATABASE_URL")
BACKUP_DATABASE = env.database(_BACKUP_URL) if _BACKUP_URL else None
BACKUP_TO = env.text("BACKUP_TO")
BACKUP_RECIPIENTS = [r.strip() for r in env.text("BACKUP_RECIPIENTS").split(",") if r.strip()]
BACKUP_KEEP = env.number("BACKUP_KEEP", 30)
PG_BIN = env.text("PG_BIN")
TIME_SERVER = env.text("TIME_SERVER")
DATABASE_ROUTERS: list[str] = []
if _REPLICA_URL:
    DATABASES["replica"] = env.database(_REPLICA_URL) | {"DISABLE_SERVER_SIDE_CURSORS": True}
    DATABASE_ROUTERS.append("consistori.config.replica.Router")
    MIDDLEWARE.append("consistori.config.replica.lists_from_the_replica")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "directory.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["consistori.directory.hashing.BoundedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "consistori.directory.web.accounts.adapters.StaffAccountAdapter"
ACCOUNT_FORMS = {"reset_password": "consistori.directory.web.accounts.forms.ResetForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": "120/m/ip"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ADAPTER = "consistori.directory.web.accounts.adapters.StaffMFAAdapter"
MFA_FORMS = {
    "authenticate": "consistori.directory.web.accounts.forms.CodeForm",
    "reauthenticate": "consistori.directory.web.accounts.forms.CodeAgainForm",
    "add_webauthn": "consistori.directory.web.accounts.forms.PasskeyForm",
}
MFA_TOTP_ISSUER = "Consistori"
MFA_TOTP_TOLERANCE = 1
OIDC_ISSUER = env.text("OIDC_ISSUER")
OIDC_NAME = env.text("OIDC_NAME", "Compte de la diputació")
OIDC_EMAILS_ARE_VERIFIED = env.flag("OIDC_EMAILS_ARE_VERIFIED")
OIDC_SECOND_FACTOR = {word for word in env.text("OIDC_SECOND_FACTOR").split(",") if word}
SOCIALACCOUNT_ADAPTER = "consistori.directory.web.accounts.provider.ProviderAdapter"
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "oidc"
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "provider",
                "name": OIDC_NAME,
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.given_secret("OIDC_CLIENT_SECRET"),
                "settings": {
                    "server_url": OIDC_ISSUER,
                    "token_auth_method": env.text("OIDC_TOKEN_AUTH_METHOD"),
                },
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "consistori.directory.web.lockout.tried_name"
AXES_LOCKOUT_CALLABLE = "consistori.directory.web.lockout.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W004", "axes.W006"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 60 * 60
_HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *env.origins("MAP_TILES")],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *env.origins("OIDC_ISSUER", "OIDC_ORIGINS")],
        "frame-ancestors": [SELF],
    }
}

FILE_UPLOAD_HANDLERS = ["consistori.documents.uploads.TemporaryBlobHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500

LANGUAGE_CODE = "ca"
LANGUAGES = [("ca", _("Catalan")), ("es", _("Spanish")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Europe/Madrid"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "LOCATION": DATA_DIR / "unused"},
    "staticfiles": {
        "BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
SERVESTATIC_USE_FINDERS = not STATIC_MANIFEST
SERVESTATIC_AUTOREFRESH = False

EMAIL_URL = env.text("EMAIL_HOST")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_URL
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_HOST = EMAIL_URL or "localhost"
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "consistori@localhost")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LOG_REQUESTS = env.flag("LOG_REQUESTS")
LOGGING = configuration(
    env.text("LOG_FORMAT", "line"), env.text("LOG_LEVEL", "WARNING"), tells_requests=LOG_REQUESTS
)
METRICS_TOKEN = env.given_secret("METRICS_TOKEN")
TRACES_TO = env.text("OTEL_EXPORTER_OTLP_ENDPOINT")

KEEP_FAULTS = env.flag("KEEP_FAULTS", True)
if KEEP_FAULTS:
    LOGGING["handlers"]["faults"] = {"class": "consistori.operation.keeping.KeepFaults"}
    LOGGING["root"]["handlers"].append("faults")
SETTINGS_READ = env.READ
