"""What is checked before anything is signed (N-SIG-02): the file, the certificate and its whole chain."""

import asyncio
import io
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pikepdf
from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)

from consistori.signature.engine.errors import CertificateRefused, FileRefused, ServiceSilent

LIVELY_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/Movie",
    "/Sound",
    "/Rendition",
    "/RichMediaExecute",
    "/GoTo3DView",
}
LIVELY_KEYS = {"/JS", "/XFA", "/JavaScript"}
LIVELY_PIECES = {"/RichMedia", "/Movie", "/Sound", "/3D", "/Screen"}


def check_file(data: bytes) -> None:
    """Refuse what should not be signed: `not-pdf`, `encrypted`, `dynamic`, `locked`, `broken-before`."""
    if b"%PDF-" not in data[:1024]:
        raise FileRefused("not-pdf")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise FileRefused("encrypted")
            what = _lively(pdf)
            has_fields = "/AcroForm" in pdf.Root
    except pikepdf.PasswordError as error:
        raise FileRefused("encrypted") from error
    except pikepdf.PdfError as error:
        raise FileRefused("not-pdf") from error
    if what:
        raise FileRefused("dynamic", what=what)
    if has_fields:  # a signature lies in a field of the form: without form there is none
        _check_earlier_signatures(data)


def check_certificate(
    certificate: x509.Certificate,
    context: ValidationContext,
    *,
    purposes: frozenset[str] = frozenset(),
    extended: bool = False,
) -> Any:
    """Refuse a certificate that may not sign now; the context keeps the answers for the rest of the batch.

    `purposes` are key usages, or with `extended` extended key usages. Gives the chain, from its root down. Codes:
    `expired` and `not-yet-valid` (`on`), `issuer-expired` (`on`, `issuer`), `revoked` (`on`, `reason`),
    `unknown-issuer` (`issuer`), `chain-broken`; and `revocation-silent` (`ServiceSilent`) when nobody says whether
    it was revoked.
    """
    validator: Any = CertificateValidator(certificate, validation_context=context)
    issuer = certificate.issuer.native.get("common_name", certificate.issuer.human_friendly)
    usages = (set(), set(purposes)) if extended else (set(purposes), None)
    try:
        return in_loop(validator.async_validate_usage(*usages))
    except RevokedError as error:
        raise CertificateRefused(
            "revoked", on=error.revocation_dt, reason=error.reason.native, chain=not error.is_ee_cert
        ) from error
    except ExpiredError as error:
        if not error.is_ee_cert:
            raise CertificateRefused("issuer-expired", on=error.expired_dt, issuer=issuer) from error
        raise CertificateRefused("expired", on=error.expired_dt) from error
    except NotYetValidError as error:
        raise CertificateRefused("not-yet-valid", on=error.valid_from) from error
    except (PathBuildingError, PathError) as error:
        raise CertificateRefused("unknown-issuer", issuer=issuer) from error
    except InsufficientRevinfoError as error:
        raise ServiceSilent("revocation-silent", issuer=issuer) from error
    except (InvalidCertificateError, ValidationError) as error:
        raise CertificateRefused("chain-broken", why=str(error)) from error


def in_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it to its end, also from inside another loop (a timestamp is checked while a file is written)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, work).result()


def _lively(pdf: pikepdf.Pdf) -> str:
    """The name of the first thing in the file that moves, runs or changes by itself; empty when none."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            found = _lively_inside(thing)
            if found:
                return found
    return ""


def _lively_inside(thing: pikepdf.Object, depth: int = 0) -> str:
    """Direct dictionaries inside an object are looked at too; indirect ones come by themselves."""
    keys = set(thing.keys())
    for key in LIVELY_KEYS & keys:
        return key
    if str(thing.get("/S", "")) in LIVELY_ACTIONS and "/S" in keys:
        return str(thing["/S"])
    if str(thing.get("/Subtype", "")) in LIVELY_PIECES:
        return str(thing["/Subtype"])
    if depth > 8:
        return ""
    for key in keys:
        value = thing[key]
        inner = value if isinstance(value, pikepdf.Array) else [value]
        for part in inner:
            if isinstance(part, pikepdf.Dictionary) and not part.is_indirect:
                found = _lively_inside(part, depth + 1)
                if found:
                    return found
    return ""


def _check_earlier_signatures(data: bytes) -> None:
    """A file already signed must be whole, and must admit more signatures."""
    try:
        reader = PdfFileReader(io.BytesIO(data))
        signatures = reader.embedded_regular_signatures
        for signature in signatures:
            signature.compute_integrity_info()
            told = signature.summarise_integrity_info()
            if not told.get("docmdp_ok"):
                raise FileRefused("broken-before", field=signature.field_name)
            if signature.docmdp_level is not None and signature.docmdp_level.value == 1:
                raise FileRefused("locked")
    except FileRefused:
        raise
    except (PdfReadError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileRefused("not-pdf") from error
