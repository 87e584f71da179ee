"""The tasks of a case: on its page, in its life, and the way from a task to a case."""
