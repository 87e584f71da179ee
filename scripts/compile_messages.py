#!/usr/bin/env python3
"""Compile the catalogues of each room (.po to .mo) with polib, those that changed only."""

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogues(root: Path = ROOT) -> int:
    """Compile what is newer than its .mo; returns how many."""
    compiled = 0
    for po in sorted(root.glob("consistori/**/locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            polib.pofile(str(po)).save_as_mofile(str(mo))
            compiled += 1
    return compiled


if __name__ == "__main__":
    count = compile_catalogues()
    if count:
        sys.stdout.write(f"{count} catalogues compiled\n")
