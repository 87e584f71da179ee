"""Saving notifications [salvar notificacions]: who will probably not open theirs, and what may still be done.

Nothing here notifies: a notice, a call or a visit only make that somebody does not lose a right without knowing it.
"""
