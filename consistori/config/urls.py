"""Addresses: the desk for staff, the public pages, the API. Each room brings its own."""

from django.urls import include, path
from django.views.generic import RedirectView

from consistori.config import health

handler500 = "consistori.config.middleware.went_wrong"

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("", RedirectView.as_view(url="/desk/", permanent=False), name="home"),
]


def _add(prefix: str, module: str) -> None:
    from importlib.util import find_spec

    from django.apps import apps

    if not apps.is_installed(".".join(module.split(".")[:2])):
        return
    try:
        found = find_spec(module)
    except ModuleNotFoundError:
        found = None
    if found:
        urlpatterns.append(path(prefix, include(module)))


for room in ("documents", "parties", "catalogue", "signature", "cases", "directory", "desk"):
    _add("desk/", f"consistori.{room}.web.urls")
_add("verify/", "consistori.signature.web.public_urls")
_add("api/v1/", "consistori.config.api_urls")
