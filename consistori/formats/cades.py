"""Signature files [CAdES: .p7m, .p7s, .csig] (EN 319 122-1): what they carry inside and what they sign.

Whether they hold is for the room of signatures: here only their structure is read, without believing it.
"""

from dataclasses import dataclass

from asn1crypto import cms, core, pem

LARGEST = 256 * 1024**2
MOST_SIGNERS = 100


class NotCms(ValueError):
    """It is not a signature file."""


@dataclass(frozen=True)
class SignatureFile:
    """A signature file. `content` is None when what it signs is apart, and then `sha256` is that of the content
    (hexadecimal), if it is said with that hash. `ders`: one signed structure for each who signs."""

    content: bytes | None
    sha256: str
    ders: tuple[bytes, ...]

    @property
    def type_code(self) -> str:
        """TF04 or TF05 of the ENI."""
        return "TF04" if self.content is None else "TF05"


def read_file(data: bytes) -> SignatureFile:
    """Read a signature file, binary or in letters. Raises `NotCms`."""
    try:
        if pem.detect(data):
            _, _, data = pem.unarmor(data)
        info = cms.ContentInfo.load(data)
        if info["content_type"].native != "signed_data":
            raise NotCms("not signed data")
        signed: cms.SignedData = info["content"]
        inside = signed["encap_content_info"]["content"]
        content = None if isinstance(inside, core.Void) or inside.native is None else _bytes_of(inside)
        signers = list(signed["signer_infos"])[:MOST_SIGNERS]
        ders = tuple(_only(signed, index) for index in range(len(signers)))
        return SignatureFile(content, _sha256(signers) if content is None else "", ders)
    except NotCms:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotCms(str(error)[:200]) from error


def _bytes_of(inside: core.Asn1Value) -> bytes:
    value = inside.native
    return bytes(value) if isinstance(value, bytes | bytearray) else bytes(inside.contents)


def _only(signed: cms.SignedData, index: int) -> bytes:
    """The same structure with only one of those who sign: each is judged by itself."""
    one = signed.untag().copy()
    one["signer_infos"] = cms.SignerInfos([signed["signer_infos"][index]])
    made: bytes = one.dump()
    return made


def _sha256(signers: list[cms.SignerInfo]) -> str:
    for signer in signers:
        if signer["digest_algorithm"]["algorithm"].native != "sha256":
            continue
        for attribute in signer["signed_attrs"]:
            if attribute["type"].native == "message_digest":
                return bytes(attribute["values"][0].native).hex()
    return ""
