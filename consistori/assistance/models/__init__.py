"""Records of assistance."""

__all__: list[str] = []
