"""Entries that go to another registry, or come from it, as SICRES says (R-REG-14)."""
