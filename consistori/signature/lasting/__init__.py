"""Signatures that last [signatures perdurables]: evidence and archive timestamps, kept up as the years pass.

The arithmetic of files is in `engine/lasting.py`; here is which versions need it, when, and why.
"""
