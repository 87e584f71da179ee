"""A certificate authority for demonstrations: real protocols, no legal value, DEMO in every name."""
