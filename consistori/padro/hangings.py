"""What the room hangs on others."""


def hang() -> None:
    """Called once, when the program starts."""
