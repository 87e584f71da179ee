"""The day: who comes, at which hour, with whom."""
