"""The signatures of the demo: made by the real signer process when it runs, left waiting when it does not."""

from __future__ import annotations

import time
from itertools import groupby

from consistori.config.demo.telling import Told, ToSign
from consistori.kernel.errors import Refusal
from consistori.signature.ports import demo_authority, signer
from consistori.signature.services import sign_requests

PATIENCE_SECONDS = 10.0


def sign_what_is_said(told: list[Told]) -> int:
    """Have each signer sign what the stories say that is signed; how many were."""
    if demo_authority() is None or not any(one.to_sign for one in told) or not _signer_answers():
        return 0
    signed = 0
    for one in told:
        waiting = sorted(one.to_sign, key=lambda item: item.signer)
        for name, items in groupby(waiting, key=lambda item: item.signer):
            signed += _sign(name, list(items), one)
    return signed


def _signer_answers() -> bool:
    ends = time.monotonic() + PATIENCE_SECONDS
    while not signer().is_alive():
        if time.monotonic() > ends:
            return False
        time.sleep(0.2)
    return True


def _sign(name: str, items: list[ToSign], told: Told) -> int:
    login = told.cast.login(name)
    try:
        outcome = sign_requests(
            [item.request for item in items], by=told.actor(name), passphrase=login.signing_passphrase
        )
    except Refusal as refusal:
        told.troubles.append(f"{told.entity.short_name}, {login.name} signs: {refusal}")
        return 0
    for item in items:
        item.is_signed = item.request.pk in outcome.signed
    if outcome.why:
        told.troubles.append(f"{told.entity.short_name}, {login.name} signs: {outcome.why}")
    return len(outcome.signed)
