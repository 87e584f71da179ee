"""Timestamps [segells de temps] from any RFC 3161 server."""
