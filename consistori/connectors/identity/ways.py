"""The ways to identify oneself in this installation, by its settings; None where one is not set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

from consistori.eoffice.identity.ports import Provider
from consistori.eoffice.identity.ways import CERTIFICATE, DEMO, MOBILE, VALID

if TYPE_CHECKING:
    from consistori.connectors.identity.oidc import OidcProvider

DEMO_CLIENT = "consistori-demo"


def demo() -> OidcProvider | None:
    """The provider of the demonstration, on loopback, only where the demonstration runs."""
    if not settings.DEMO:
        return None
    from consistori.connectors.identity.oidc import OidcProvider

    return OidcProvider(DEMO, demo_issuer(), DEMO_CLIENT, demo_secret(), method="demo")


def demo_issuer() -> str:
    """The address of the provider of the demonstration: at the door of its authority."""
    return f"http://127.0.0.1:{settings.DEMO_AUTHORITY_PORT}/identity"


def demo_secret() -> str:
    """What the demonstration and its provider share."""
    return salted_hmac("connectors.identity.demo", DEMO_CLIENT).hexdigest()


def oidc() -> Provider | None:
    """A provider of OpenID Connect for the public, if the settings name one."""
    if not settings.CITIZEN_OIDC_ISSUER:
        return None
    from consistori.connectors.identity.oidc import OidcProvider

    return OidcProvider(
        MOBILE,
        settings.CITIZEN_OIDC_ISSUER,
        settings.CITIZEN_OIDC_CLIENT_ID,
        settings.CITIZEN_OIDC_CLIENT_SECRET,
    )


def certificate() -> Provider | None:
    """Certificates read by a proxy, if the settings say where it asks for them and with which key it signs."""
    if not (settings.CERTIFICATE_URL and settings.CERTIFICATE_PROXY_KEY):
        return None
    from consistori.connectors.identity.certificate import CertificateProvider

    return CertificateProvider(CERTIFICATE, settings.CERTIFICATE_URL, settings.CERTIFICATE_PROXY_KEY.encode())


def valid() -> Provider | None:
    """VÀLid, of the Consorci AOC, if the settings say by which name it knows this installation."""
    if not settings.VALID_CLIENT_ID:
        return None
    from consistori.connectors.identity.valid import Valid

    return Valid(
        VALID, settings.VALID_URL.rstrip("/"), settings.VALID_CLIENT_ID, settings.VALID_CLIENT_SECRET
    )
