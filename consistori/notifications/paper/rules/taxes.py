"""Whether what is notified is of taxes, which Llei 58/2003 rules first (arts. 109-112), by the articles it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TAXES = re.compile(
    r"(?:58/2003|\b2/2004\b|\bLGT\b|\bTRLRHL\b|general tribut[àa]ria|General Tributaria)", re.IGNORECASE
)


def cites_taxes(texts: Iterable[str]) -> bool:
    """Whether one of the articles of its appeals or terms is of the laws of taxes. A person may say otherwise."""
    return any(_TAXES.search(text) for text in texts)
