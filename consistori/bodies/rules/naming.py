"""How a number is said."""


def number_said(year: int, number: int) -> str:
    """«2026/0123»: the year first, so that a list by its words is in order."""
    return f"{year}/{number:04d}"


def number_read(said: str) -> tuple[int, int] | None:
    """Year and number of what somebody typed («2026/123», «2026-0123»); None when it is no number."""
    year, mark, number = said.strip().replace("-", "/").partition("/")
    if mark and year.isdigit() and number.isdigit() and len(year) == 4 and len(number) <= 9:
        return int(year), int(number)
    return None
