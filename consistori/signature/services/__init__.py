"""The acts of signatures: keys, requests, batches."""

from consistori.signature.services.again import try_again
from consistori.signature.services.batches import (
    pause_batch,
    release_stale,
    resume_batch,
    sign_requests,
    start_signing,
    stop_batch,
)
from consistori.signature.services.keys import (
    bring_key,
    change_passphrase,
    issue_demo_key,
    keys_in_devices,
    remove_key,
    use_device_key,
)
from consistori.signature.services.requests import (
    look_at,
    pass_request,
    request_signature,
    request_signatures,
    return_request,
    withdraw_request,
)
from consistori.signature.services.signing import BatchOutcome, run_batch

__all__ = [
    "BatchOutcome",
    "bring_key",
    "change_passphrase",
    "issue_demo_key",
    "keys_in_devices",
    "look_at",
    "pass_request",
    "pause_batch",
    "release_stale",
    "remove_key",
    "request_signature",
    "request_signatures",
    "resume_batch",
    "return_request",
    "run_batch",
    "sign_requests",
    "start_signing",
    "stop_batch",
    "try_again",
    "use_device_key",
    "withdraw_request",
]
