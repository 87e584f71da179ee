"""The case file [expedient / expediente]: the heart of the house, and everything that hangs on it."""
