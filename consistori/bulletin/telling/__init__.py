"""Telling by e-mail, to whoever asked and confirmed, what is published."""
