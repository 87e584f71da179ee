"""The twelve town colours [colors del municipi]; white text on each has a contrast of at least 6.4."""

TOWN_COLOURS: dict[str, str] = {
    "alzina": "#2f5d46",
    "garnet": "#7a2638",
    "mar": "#1f5673",
    "mora": "#5a3769",
    "terra": "#8a4524",
    "pissarra": "#414c5c",
    "olivera": "#56602a",
    "gespa": "#2e6b2e",
    "cel": "#2a5c9a",
    "vi": "#6b2340",
    "molsa": "#3b5b3a",
    "coure": "#7a4a12",
}
_NAMES = {value: name for name, value in TOWN_COLOURS.items()}


def town_class(colour: str | None) -> str:
    """The CSS class that carries a town's colour, given by name or by value; ink when there is none."""
    colour = (colour or "").strip().lower()
    name = colour if colour in TOWN_COLOURS else _NAMES.get(colour, "ink")
    return f"town-{name}"


def town_value(colour: str | None) -> str:
    """The colour as `#rrggbb`, for paper."""
    colour = (colour or "").strip().lower()
    return TOWN_COLOURS.get(colour, colour if colour in _NAMES else "#1e2430")
