"""Signing and validating in plain Python: no Django, no database, no sentence for people."""
