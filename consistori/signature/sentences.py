"""The engine's codes and facts in words that a person understands."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.signature.engine.errors import SigningStopped
from consistori.signature.engine.facts import Changes, Report, SignatureFacts, Standing, Trust
from consistori.ui.dates import day_and_month, in_words

STOPPED: dict[str, Any] = {
    "expired": gettext_lazy("The certificate expired on %(on)s. Bring a new one to sign again."),
    "not-yet-valid": gettext_lazy("The certificate is not valid until %(on)s."),
    "revoked": gettext_lazy(
        "The certificate was revoked on %(on)s. It cannot sign any more: bring another one."
    ),
    "unknown-issuer": gettext_lazy(
        "We do not know the issuer of the certificate (%(issuer)s): it is not in the trust list."
    ),
    "chain-broken": gettext_lazy("The chain of the certificate does not hold, so it cannot sign."),
    "revocation-silent": gettext_lazy(
        "The issuer (%(issuer)s) does not tell now whether the certificate is revoked. Nothing is lost: try "
        "again in a while."
    ),
    "not-pdf": gettext_lazy("The file is not a PDF that can be signed."),
    "encrypted": gettext_lazy("The PDF is protected with a password, and so it cannot be signed."),
    "dynamic": gettext_lazy(
        "The PDF has content that changes by itself (%(what)s). Signing it would not fix what is read."
    ),
    "locked": gettext_lazy("The PDF carries a signature that forbids any other one."),
    "broken-before": gettext_lazy("The PDF was changed after an earlier signature. Make the document again."),
    "too-many-signatures": gettext_lazy("The PDF has too many signatures."),
    "not-appended": gettext_lazy("The signature could not be added to the file."),
    "issuer-expired": gettext_lazy(
        "The authority that issued the certificate (%(issuer)s) ended on %(on)s, and the certificate with it. Bring "
        "one of another authority."
    ),
    "evidence-silent": gettext_lazy(
        "The issuer (%(issuer)s) does not tell now whether the certificate is revoked, so its answer cannot be kept "
        "yet. The program tries again by itself."
    ),
    "evidence-none": gettext_lazy(
        "The certificate of %(name)s names nobody to ask whether it is revoked: no answer can be kept, and its "
        "signature stays with its timestamp only."
    ),
    "nothing-signed": gettext_lazy("The file has no signature to be made to last."),
    "not-an-increment": gettext_lazy("Others were adding to it at the same time. The program tries again."),
    "timestamp-silent": gettext_lazy(
        "The timestamp server does not answer. The document stays here, unsigned, and we will tell you when "
        "it answers again."
    ),
    "timestamp-none": gettext_lazy(
        "This installation has no timestamp server. Its administrator must set one before anybody can sign."
    ),
    "timestamp-refused": gettext_lazy("The timestamp server refused to stamp (%(why)s)."),
    "timestamp-untrusted": gettext_lazy("The timestamp comes from a server that is not in the trust list."),
    "signer-silent": gettext_lazy(
        "The signing process is not running. Nothing is lost: tell the administrator."
    ),
    "batch-over": gettext_lazy(
        "The ten minutes to sign are over. What is signed stays; sign the rest again."
    ),
    "batch-open": gettext_lazy("This batch is being signed already."),
    "wrong-passphrase": gettext_lazy("That is not the passphrase of this key. You have %(left)s tries left."),
    "wrong-pin": gettext_lazy("That is not the PIN of the device. You have %(left)s tries left."),
    "too-many-tries": gettext_lazy("Too many wrong tries. Try again in %(minutes)s minutes."),
    "passphrase-short": gettext_lazy("Use a passphrase of %(least)s characters or more."),
    "no-seal-secret": gettext_lazy(
        "The signing process has no secret with which to open seals. Its administrator must set one."
    ),
    "no-seal": gettext_lazy("The town hall has no seal for this yet."),
    "no-devices": gettext_lazy(
        "There is no device plugged in, or this installation names no module that speaks with devices."
    ),
    "device-gone": gettext_lazy(
        "The device «%(label)s» does not answer: it was pulled out, or it is off. What is signed stays; plug it in "
        "and sign the rest again."
    ),
    "device-busy": gettext_lazy("The device «%(label)s» is signing another batch. Try again when it ends."),
    "pin-locked": gettext_lazy(
        "The device «%(label)s» has locked its PIN after too many tries. Whoever looks after it can unlock it."
    ),
    "key-gone": gettext_lazy("The key is no longer in the device «%(label)s»."),
    "damaged-key": gettext_lazy("The key kept here cannot be read. Remove it and bring it again."),
    "not-pkcs12": gettext_lazy("This is not a certificate file (.p12 or .pfx)."),
    "wrong-password": gettext_lazy("The password does not open this file. It is the one you got with it."),
    "no-private-key": gettext_lazy(
        "The file has a certificate but not its private key. Export it again, with the private key."
    ),
    "no-certificate": gettext_lazy("The file has a key but no certificate."),
    "other-key": gettext_lazy("Keys of this kind cannot sign here: only RSA and elliptic curves."),
    "weak-key": gettext_lazy("The key has %(bits)s bits: it is too weak. It must have 2048 or more."),
    "not-for-signing": gettext_lazy("This certificate is not meant for signing."),
    "not-decided": gettext_lazy("It is not decided by this signature. %(said)s"),
    "other-text": gettext_lazy("The text has changed since it was sent. It must be sent to sign again."),
    "damaged": gettext_lazy(
        "The bytes that we keep are not those that were fixed. It is not signed: tell the administrator."
    ),
    "changed-meanwhile": gettext_lazy("Others were signing it at the same time. Sign it again."),
    "disk-full": gettext_lazy(
        "There is no room left on the disk. What is signed stays: tell the administrator, and sign the rest again."
    ),
    "does-not-hold": gettext_lazy(
        "What came back does not hold, or its certificate is not one that we know. It is not kept."
    ),
    "other-signer": gettext_lazy("The certificate that signed it is of another person. It is not kept."),
    "too-large": gettext_lazy("What came back is too large to be the same with a signature. It is not kept."),
    "unforeseen": gettext_lazy(
        "Something went wrong with this document, and not with the others. Sign it again; if it goes on, tell the "
        "administrator."
    ),
    "stopped": gettext_lazy("You stopped it. What is signed stays, and the rest waits in your tray."),
    "not-permitted": gettext_lazy("Today you hold no post that signs in this town hall."),
    "interrupted": gettext_lazy(
        "The program was stopped in the middle. What is signed stays; sign the rest again."
    ),
}
FALLBACK = gettext_lazy("It could not be signed. Try again, and tell the administrator if it goes on.")


def why_stopped(error: SigningStopped) -> str:
    """The sentence of what stopped a signature."""
    return sentence(error.code, error.facts)


def sentence(code: str, facts: dict[str, Any] | None = None) -> str:
    """The sentence of a code with its facts; instants may come as ISO text, as trouble is kept."""
    said = {name: _in_words(value) for name, value in (facts or {}).items()}
    text = str(STOPPED.get(code, FALLBACK))
    try:
        return text % said if "%(" in text else text
    except KeyError:
        return str(FALLBACK)


def trouble_of(error: SigningStopped) -> dict[str, Any]:
    """What is kept of an error in a record: its code, and its facts as JSON."""
    facts = {name: v.isoformat() if isinstance(v, datetime) else v for name, v in error.facts.items()}
    return {"code": error.code, "facts": facts}


def trouble_said(trouble: dict[str, Any]) -> str:
    """The sentence of what is kept; empty when nothing is."""
    return sentence(trouble["code"], trouble.get("facts")) if trouble.get("code") else ""


def _in_words(value: Any) -> Any:
    if isinstance(value, str) and len(value) > 18 and value[4:5] == "-" and "T" in value:
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
    return day_and_month(value, year=True) if isinstance(value, datetime) else value


def whether_it_holds(one: SignatureFacts) -> str:
    """One sentence: does this signature hold now, and why."""
    if not one.intact or not one.covers_revision:
        return _("It does not hold: what was signed has been changed.")
    if one.changes_after is Changes.OTHER:
        return _("It does not hold: the file was changed after it.")
    if one.trust is Trust.REVOKED_SINCE and one.revoked_at:
        day = day_and_month(one.revoked_at, year=True)
        return _("It holds: the certificate was revoked later, on %(day)s, and the timestamp is earlier.") % {
            "day": day
        }
    return {
        Trust.GOOD: _("It holds: whole, and with a certificate that is not revoked."),
        Trust.EXPIRED_SINCE: _("It holds: the certificate has expired since, and the timestamp is earlier."),
        Trust.PROVEN: _("It holds: the file itself keeps what proves it, and nobody else had to be asked."),
        Trust.REVOKED: _("It does not hold: the certificate had been revoked."),
        Trust.EXPIRED: _(
            "Nobody can say: the certificate has expired and nothing proves when it was signed."
        ),
        Trust.NOT_YET: _("It does not hold: the certificate was not valid yet."),
        Trust.UNKNOWN_ISSUER: _("It is whole, but we do not know who issued the certificate."),
        Trust.NOT_TOLD: _("It is whole; the issuer does not tell now whether the certificate is revoked."),
        Trust.BROKEN: _("It does not hold: the signature cannot be read."),
    }.get(one.trust, "")


def when_signed(one: SignatureFacts) -> str:
    """When, and how it is known: by a timestamp, or only by the word of who signed (N-SIG-04)."""
    if one.stamped_at:
        return _("%(moment)s, with a timestamp") % {"moment": in_words(one.stamped_at)}
    if one.declared_at:
        return _("%(moment)s, as the signer declares; there is no timestamp") % {
            "moment": in_words(one.declared_at)
        }
    return _("It does not say when")


def what_came_after(one: SignatureFacts) -> str:
    """What was added to the file after this signature."""
    return {
        Changes.NOTHING: _("Nothing was added after it."),
        Changes.SIGNATURES: _("After it only other signatures were added."),
        Changes.EVIDENCE: _("After it only what makes it last was added."),
        Changes.FORMS: _("After it form fields were filled in."),
        Changes.OTHER: _("After it the content of the file was changed."),
    }[one.changes_after]


def overall(report: Report) -> str:
    """The whole file in one sentence."""
    if report.problem == "no-signatures":
        return _("The file has no signatures.")
    if report.problem:
        return _("The file cannot be read as a PDF.")
    return {
        Standing.VALID: _("All its signatures hold."),
        Standing.INVALID: _("Some signature does not hold."),
        Standing.UNKNOWN: _("It is whole, but not everything could be checked now."),
    }[report.standing]
