"""Deadlines [terminis / plazos]: calendars of non-working days in versions, and the sum of any term, explained.

It counts and tells why; what a case does with a term belongs to the rooms above.
"""
