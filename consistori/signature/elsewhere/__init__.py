"""Signing outside: a paper goes to a program or a service of others, and comes back signed and is looked at."""
