"""Addresses: the desk for staff, the public pages, the API. Each room brings its own."""

from django.urls import include, path

from consistori.config import health
from consistori.config.observability import metrics
from consistori.connectors.mux import views as mux

handler500 = "consistori.config.middleware.went_wrong"

ROOMS = (
    "documents",
    "parties",
    "catalogue",
    "deadlines",
    "tasks",
    "registry",
    "signature",
    "bulletin",
    "notifications",
    "appointments",
    "cases",
    "directory",
    "protection",
    "operation",
    "webhooks",
    "assistance",
    "padro",
    "guides",
    "bodies",
    "automation",
    "desk",
)

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", metrics.page, name="metrics"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("consistori.directory.web.account_urls")),
    path("accounts/", include("allauth.urls")),
    *[path("desk/", include(f"consistori.{room}.web.urls")) for room in ROOMS],
    path("desk/meeting/", include("consistori.desk.meeting.urls")),
    path("verify/", include("consistori.signature.web.public_urls")),
    path("", include("consistori.signature.circuits.web.public_urls")),
    path("mux/registre/", mux.register, name="mux"),
    path("api/v1/", include("consistori.config.api_urls")),
    path("", include("consistori.bulletin.web.public_urls")),
    path("", include("consistori.desk.calendar.public_urls")),
    path("", include("consistori.assistance.web.public_urls")),
    path("", include("consistori.padro.web.public_urls")),
    path("", include("consistori.eoffice.web.urls")),
]
