"""`python -m tests.torture --minutes 60`: a town at work under torture, and what is left of it afterwards."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.torture.harms import Harms
from tests.torture.house import House
from tests.torture.ledger import Ledger
from tests.torture.paperwork import PaperClerk

CLERKS = 3
REST_SECONDS = 400
TURNS_TO_TELL, TURNS_TO_TELL_ALL = 6, 60
CALM_SECONDS = 420
"""Longer than the five minutes after which a scanner that did not answer is asked again."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="torture")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=2, help="after each, all is looked at")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--home", default="", help="a folder that is kept; otherwise one that is thrown away")
    options = parser.parse_args()
    home = Path(options.home or tempfile.mkdtemp(prefix="torture-"))
    tell(f"{options.minutes:g} minutes, seed {options.seed}, in {home}")
    house, ledger = House(home, tell), Ledger()
    try:
        house.start()
        known = house.inside("prepare")
        tell(f"the house is at {house.url}" + ("" if house.limited else "; not root: its disk is not filled"))
        clerks = [PaperClerk(house, ledger, known, options.seed + n) for n in range(1, CLERKS + 1)]
        for clerk in clerks:
            clerk.start()
        ended_well = True
        for number in range(1, options.rounds + 1):
            tell(f"round {number} of {options.rounds}")
            ended_well &= _round(
                house, ledger, known, clerks, options.minutes / options.rounds, options.seed + number
            )
        for clerk in clerks:
            clerk.over.set()
    finally:
        house.stop()
    if ended_well and not options.home:
        shutil.rmtree(home, ignore_errors=True)
    return 0 if ended_well else 1


def _round(
    house: House, ledger: Ledger, known: dict[str, Any], clerks: list[PaperClerk], minutes: float, seed: int
) -> bool:
    """Acts and harm together; then quiet, and all is looked at. Returns whether nothing is missing."""
    harms, house.is_resting = Harms(house, seed), False
    harms.start()
    _work(minutes, house, ledger)
    harms.put_right()
    house.is_resting = True
    house.wait_until(lambda: all(clerk.is_idle for clerk in clerks), REST_SECONDS)
    tell("no more harm; waiting until all is calm")
    _calm_down(house)
    from tests.torture.afterwards import afterwards

    faults = afterwards(house, ledger, known, tell)
    _report(ledger, harms, faults)
    return not (faults or ledger.faults or harms.trouble)


def tell(line: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


def _work(minutes: float, house: House, ledger: Ledger) -> None:
    ends, told, turn = time.monotonic() + minutes * 60, 0, 0
    while time.monotonic() < ends:
        time.sleep(min(10, max(0.1, ends - time.monotonic())))
        house.look_behind()
        turn += 1
        for fault in ledger.faults[told:]:
            tell(f"  FAULT {fault}")
        told = len(ledger.faults)
        if turn % TURNS_TO_TELL == 0:
            house.make_room()
            done, again = sum(ledger.acts.values()), sum(ledger.again.values())
            tell(f"{done} acts acknowledged, {again} asked again, {house.behind} jobs wait")
        if turn % TURNS_TO_TELL_ALL == TURNS_TO_TELL:
            _report_acts(ledger)


def _calm_down(house: House) -> None:
    """Until it answers and no job waits, as long as they grow fewer; those of the dead are taken up after a minute."""
    house.wait_until(house.answers, 120)
    ends, calm, fewest = time.monotonic() + CALM_SECONDS, 0, 10**9
    while time.monotonic() < ends and calm < 2:
        time.sleep(5)
        left = house.inside("waiting")
        still = left["todo"] + left["doing"] + left["in quarantine"]
        if still < fewest:
            ends, fewest = time.monotonic() + CALM_SECONDS, still
        calm = 0 if still else calm + 1
        tell("  " + ", ".join(f"{many} {what}" for what, many in left.items()))


def _report_acts(ledger: Ledger) -> None:
    tell("acts acknowledged: " + ", ".join(f"{times} {act}" for act, times in ledger.acts.most_common()))
    tell("asked again: " + ", ".join(f"{times} × {why}" for why, times in ledger.again.most_common()))
    for refusal, times in ledger.refused.most_common(25):
        tell(f"  refused {times} × {refusal}")


def _report(ledger: Ledger, harms: Harms, faults: list[str]) -> None:
    tell("harm done: " + ", ".join(f"{times} × {what}" for what, times in harms.done.most_common()))
    _report_acts(ledger)
    for fault in [*ledger.faults, *faults, *([harms.trouble] if harms.trouble else [])][:200]:
        tell(f"  FAULT {fault}")
    total = sum(ledger.acts.values())
    if faults or ledger.faults:
        tell(f"{len(faults) + len(ledger.faults)} faults in {total} acts acknowledged")
    else:
        tell(f"nothing that was acknowledged is lost, in {total} acts and {sum(harms.done.values())} harms")


if __name__ == "__main__":
    sys.exit(main())
