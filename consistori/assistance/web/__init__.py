"""Entrances of assistance."""
