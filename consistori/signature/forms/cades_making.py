"""Making signature files apart from their text (CAdES-EPES, detached): of the hash alone, whatever the size."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from pyhanko.sign import signers
from pyhanko.sign.ades.api import CAdESSignedAttrSpec
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from consistori.signature.engine.pades import Hand, Policy, _policy
from consistori.signature.engine.timestamps import Stamper


def sign_many_apart(hashes: Sequence[str], hand: Hand, policy: Policy, *, at: datetime) -> dict[str, bytes]:
    """The DER of a signature of each content with those SHA-256 (hexadecimal), by hash; B-T if the hand has timestamps.

    Raises whatever the key and the timestamp raise.
    """

    async def all_of_them() -> dict[str, bytes]:
        return {sha256: await _sign(bytes.fromhex(sha256), hand, policy, at) for sha256 in hashes}

    return asyncio.run(all_of_them())


async def _sign(digest: bytes, hand: Hand, policy: Policy, at: datetime) -> bytes:
    attributes = PdfCMSSignedAttributes(
        signing_time=at,
        cades_signed_attrs=CAdESSignedAttrSpec(signature_policy_identifier=_policy(policy)),
    )
    stamper = Stamper(hand.timestamps, hand.stamp_trust) if hand.timestamps else None
    signer: signers.Signer = hand.signer
    made = await signer.async_sign(
        digest,
        "sha256",
        signed_attr_settings=attributes,
        is_pdf_sig=False,
        use_pades=False,
        timestamper=stamper,
    )
    data: bytes = made.dump()
    return data
