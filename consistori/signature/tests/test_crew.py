"""A crew that loses whoever makes at home says so: nothing is left waiting for ever."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from consistori.signature.engine.crew import Crew
from consistori.signature.engine.errors import SigningStopped
from consistori.signature.engine.making import Paper


class _Idle:
    """A maker that is asked nothing."""

    def make(self, paper: Any) -> Any:
        raise AssertionError("nobody hears it")


def test_when_home_is_lost_the_batch_stops_and_may_be_signed_again() -> None:
    nobody: Any = _Idle()
    paper = Paper(1, Path("decree.pdf"), "0" * 64, nobody, datetime(2026, 11, 3, tzinfo=UTC))
    with Crew(nobody, nobody, processes=0, lanes=1) as crew:
        crew._home.pipe.close()

        with pytest.raises(SigningStopped, match="interrupted"):
            crew.take(paper)
