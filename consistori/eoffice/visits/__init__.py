"""Appointments as a citizen asks for them: no need to say who one is, a line that is theirs is enough."""
