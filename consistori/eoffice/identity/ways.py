"""The ways to identify oneself, in words; connectors say which of them are here and how they go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.eoffice.identity.ports import Way

DEMO = Way(
    "demo",
    _("With one of the invented people"),
    _("DEMO: it identifies nobody. Choose who you are today."),
    icon="people",
    order=5,
    demo=True,
)
MOBILE = Way(
    "mobile",
    _("With your mobile phone"),
    _("We send you to whoever identifies you, and you come back here."),
    icon="phone",
    order=10,
    easiest=True,
)
VALID = Way(
    "valid",
    _("With your mobile phone or Cl@ve"),
    _("idCAT Mòbil, Cl@ve or a certificate: you choose it in the next page."),
    icon="phone",
    order=8,
    easiest=True,
)
CERTIFICATE = Way(
    "certificate",
    _("With a digital certificate"),
    _("idCAT, electronic DNI or the one of your firm, installed in this device."),
    icon="seal",
    order=20,
)
