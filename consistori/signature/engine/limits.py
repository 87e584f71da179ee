"""Limits that pages say too, known without loading what reads keys."""

LARGEST_PKCS12 = 256 * 1024
"""Bytes of a file with a key."""

SHORTEST_PASSPHRASE = 8
"""Characters of a signing passphrase."""
