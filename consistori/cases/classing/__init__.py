"""Classing what was opened loosely: proposed with reasons, confirmed by a person, undone together for two weeks."""
