"""Templates at work: merge fields, filling, checking, sharing between province and towns, import.

`fields` is the registry that higher rooms hang; `merging.fill` makes a text; `services` are the acts.
"""
