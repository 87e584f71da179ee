"""The seal of a verification code: what a stolen database cannot forge (N-CSV-02)."""

import hashlib
import hmac


def code_seal(key: str, code: str, sha256: str, identifier: str) -> str:
    """HMAC-SHA256 in hexadecimal of (code, hash of the text, identifier) with the `key` of the server."""
    message = "\n".join((code, sha256, identifier)).encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
