"""Procedures [tràmits / trámites]: sheets of readable text, in versions, that a citizen starts from the e-office."""
