"""An authority that lives for decades, with a virtual clock (certomancer): who answers in 2026, in 2032 and in 2040."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import algos, ocsp, tsp, x509
from certomancer.registry import CertLabel, CertomancerConfig, KeyLabel, ServiceLabel
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from consistori.signature.engine.errors import ServiceSilent
from consistori.signature.engine.revocation import RevocationSource
from consistori.signature.engine.trust import TrustList

ENTITIES = {
    "root": "Arrel",
    "authority": "Autoritat",
    "mayor": "Rosa Bassols Pi",
    "first-stamps": "Segells de 2026",
    "later-stamps": "Segells de 2032",
}
LIVES = {
    "root": ("root", 2020, 2060),
    "authority": ("root", 2020, 2050),
    "mayor": ("authority", 2026, 2028),
    "first-stamps": ("authority", 2026, 2033),
    "later-stamps": ("authority", 2032, 2042),
}
ADDRESS = "http://pki.test"


def _extension(name: str, *, critical: bool = False, **value: Any) -> dict[str, Any]:
    return {"id": name, "critical": critical, **value}


def _extensions(name: str) -> list[dict[str, Any]]:
    """What each certificate says: what it is for, and whom to ask about it."""
    if name in ("root", "authority"):
        uses = ["digital_signature", "key_cert_sign", "crl_sign"]
        said = [_extension("basic_constraints", critical=True, value={"ca": True})]
    else:
        uses = ["digital_signature", "non_repudiation"]
        said = []
    usage = {"schema": "key-usage", "params": uses}
    said.append(_extension("key_usage", critical=True, **{"smart-value": usage}))
    if name.endswith("stamps"):
        said.append(_extension("extended_key_usage", critical=True, value=["time_stamping"]))
    if name == "authority":
        points = {"schema": "crl-dist-url", "params": {"crl-repo-names": ["root"]}}
        said.append(_extension("crl_distribution_points", **{"smart-value": points}))
    elif name != "root":
        access = {"schema": "aia-urls", "params": {"ocsp-responder-names": ["authority"]}}
        said.append(_extension("authority_information_access", **{"smart-value": access}))
    return said


def _architecture() -> dict[str, Any]:
    certificates = {
        name: {
            "subject": name,
            "issuer": issuer,
            "validity": {
                "valid-from": f"{start}-01-01T00:00:00+0000",
                "valid-to": f"{end}-01-01T00:00:00+0000",
            },
            "extensions": _extensions(name),
        }
        for name, (issuer, start, end) in LIVES.items()
    }
    services = {
        "ocsp": {
            "authority": {
                "for-issuer": "authority",
                "responder-cert": "authority",
                "signing-key": "authority",
            }
        },
        "crl-repo": {
            "root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P90D"}
        },
        "time-stamping": {
            name: {"signing-key": name, "signing-cert": name} for name in ("first-stamps", "later-stamps")
        },
    }
    return {
        "keyset": "keys",
        "entity-defaults": {"country-name": "ES", "organization-name": "Prova"},
        "entities": {name: {"common-name": words} for name, words in ENTITIES.items()},
        "certs": certificates,
        "services": services,
    }


class AuthorityOfYears:
    """The authority at an instant, `at`: moving it is moving the years. `silent` answers to nobody."""

    def __init__(self, folder: Path, at: datetime) -> None:
        self.at, self.silent, self.stamps = at, False, "first-stamps"
        keys = {}
        for name in ENTITIES:
            key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            clear = serialization.NoEncryption()
            pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, clear)
            (folder / f"{name}.pem").write_bytes(pem)
            keys[name] = {"path": f"{name}.pem"}
        said = {
            "external-url-prefix": ADDRESS,
            "keysets": {"keys": {"path-prefix": ".", "keys": keys}},
            "pki-architectures": {"years": _architecture()},
        }
        self.pki: Any = CertomancerConfig(said, str(folder)).pki_archs["years"]

    def certificate(self, name: str) -> x509.Certificate:
        """One of its certificates."""
        found: x509.Certificate = self.pki.get_cert(CertLabel(name))
        return found

    def key(self, name: str) -> Any:
        """The private key of one of its certificates (of `cryptography`)."""
        der = self.pki.key_set.get_private_key(KeyLabel(name)).dump()
        return serialization.load_der_private_key(der, password=None)

    def trust(self) -> TrustList:
        """A trust list that asks this authority, at its instant."""
        return TrustList((self.certificate("root"),), (self.certificate("authority"),), _Answers(self))

    def stamp(self, digest: bytes, algorithm: str) -> bytes:
        """As the port of timestamps."""
        if self.silent:
            raise ServiceSilent("timestamp-silent")
        imprint = tsp.MessageImprint(
            {"hash_algorithm": algos.DigestAlgorithm({"algorithm": algorithm}), "hashed_message": digest}
        )
        asked = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True})
        service = self.pki.service_registry.summon_timestamper(ServiceLabel(self.stamps), self.at)
        answer = service.request_tsa_response(asked)
        token: bytes = answer["time_stamp_token"].dump()
        return token

    def is_alive(self) -> bool:
        """As the port of timestamps."""
        return not self.silent


class _Answers(RevocationSource):
    """Asks the authority without a network."""

    def __init__(self, authority: AuthorityOfYears) -> None:
        super().__init__()
        self.authority = authority

    def get(self, url: str, body: bytes = b"", kind: str = "") -> bytes:
        if self.authority.silent:
            raise ValueError(f"nobody answers at {url}")
        services = self.authority.pki.service_registry
        if "/ocsp/" in url:
            responder = services.summon_responder(ServiceLabel("authority"), self.authority.at)
            answer: bytes = responder.build_ocsp_response(ocsp.OCSPRequest.load(body)).dump()
            return answer
        revoked: bytes = services.get_crl(ServiceLabel("root"), self.authority.at).dump()
        return revoked


def on(year: int, month: int = 6) -> datetime:
    """The fifteenth of a month, at noon."""
    return datetime(year, month, 15, 12, tzinfo=UTC)
