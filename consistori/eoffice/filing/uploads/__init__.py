"""Big files on a bad line: they come in pieces, stop and go on (tus 1.0, core, creation, termination, expiration)."""
