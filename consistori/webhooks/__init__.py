"""Telling other programs [avisos a programes / webhooks]: each fact of the trail, signed, where they ask for it.

In the form of Standard Webhooks; in order, at least once, with what was missed sent again when they ask.
"""
