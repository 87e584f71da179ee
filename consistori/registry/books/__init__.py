"""The books on paper: a span printed, and each day closed with its fingerprint."""
