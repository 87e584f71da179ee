"""How long the row of the decree book stays locked: from the number that it gives to the commit of its signature.

The job of the worker is run as the worker runs it, with the real signer process; the documents are of 100 KB, with the
place of their number. Nobody else signs meanwhile: what one signature holds is what the next one would wait for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from consistori.bodies.book import TYPE
from consistori.bodies.models import Decree
from consistori.catalogue.models import DocumentType
from consistori.config.bench.signing import (
    PASSPHRASE,
    House,
    Tell,
    authority,
    house_of,
    papers_of,
    signer_process,
)
from consistori.config.bench.signing_floors import paper_of
from consistori.signature.engine.number_place import IN_THE_LETTERHEAD, add_place
from consistori.signature.services import deciding, run_batch, start_signing
from consistori.tenancy import numbers
from consistori.tenancy.scope import working_for

MOST_MS = 50.0
DECREES = 200


def measure_decrees(folder: Path, *, share: int, tell: Tell) -> dict[str, str]:
    """The figure of the decree book, in words, by its name."""
    many = max(20, DECREES // share)
    with TemporaryDirectory(dir=folder) as place:
        home = Path(place)
        with authority(home, 0) as port, signer_process(home):
            house = house_of(home, port)
            held, seconds, spent = _held(house, home, many)
    middle, most, last = held[len(held) // 2], held[int(len(held) * 0.95) - 1], held[-1]
    ours = 1000 * spent / many
    missed = "" if most <= MOST_MS else ": MISSED"
    said = (
        f"{middle:.1f} ms in the middle, {most:.1f} ms for 95 of 100 ({MOST_MS:g} at most{missed}), {last:.1f} ms the"
        f" longest, {ours:.1f} ms of our processor; {1000 * seconds / many:.0f} ms each decree, all of it"
    )
    name = f"decree lock, {many} decrees"
    tell(f"  {name}: {said}")
    return {name: said}


def _held(house: House, home: Path, many: int) -> tuple[list[float], float, float]:
    """The milliseconds of each lock in order, the seconds of the whole batch, those of processor of the locks."""
    requests = _decrees(house, home, many)
    with _timed() as (held, spent):
        began = time.perf_counter()
        with working_for(house.town):
            batch = start_signing(requests, by=house.mayor, passphrase=PASSPHRASE)
        outcome = run_batch(house.town, batch.pk, by=house.mayor)
        seconds = time.perf_counter() - began
    with working_for(house.town):
        kept = Decree.objects.count()
    if len(outcome.signed) != many or kept != many or len(held) != many:
        raise RuntimeError(f"{kept} of {many} decrees: {outcome.why}")
    return sorted(held), seconds, sum(spent)


def _decrees(house: House, home: Path, many: int) -> list[Any]:
    paper = home / "decret.pdf"
    paper.write_bytes(paper_of(house.town))
    add_place(paper, IN_THE_LETTERHEAD, words="Decret: número i data", language="ca")
    house.town.modality = "complete"
    house.town.save()
    with working_for(house.town):
        kind = DocumentType.objects.create(code=TYPE, name_ca="Decret", name_es="Decreto", eni_type="TD01")
    return papers_of(house, many, paper=paper.read_bytes(), kind=kind)


@contextmanager
def _timed() -> Iterator[tuple[list[float], list[float]]]:
    """The milliseconds from each number to the end of its transaction, and the seconds of this process in it."""
    held: list[float] = []
    spent: list[float] = []
    begun: list[tuple[float, float]] = []
    number, decide = numbers.next_number, deciding.decide

    def numbered(*words: Any) -> int:
        given = number(*words)
        begun.append((time.perf_counter(), time.process_time()))
        return given

    def decided(*words: Any, **more: Any) -> bool:
        is_done = decide(*words, **more)
        held.append(1000 * (time.perf_counter() - begun[-1][0]))
        spent.append(time.process_time() - begun[-1][1])
        return is_done

    _put(numbered, decided)
    try:
        yield held, spent
    finally:
        _put(number, decide)


def _put(number: Callable[..., int], decide: Callable[..., bool]) -> None:
    numbers.next_number, deciding.decide = number, decide
