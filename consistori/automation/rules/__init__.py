"""Rules in plain Python: what a text says, and what is decided with it."""
