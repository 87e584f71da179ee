"""Lets the clock of the program jump: put first in PYTHONPATH by the torture, and never anywhere else.

The program asks one function what time it is (`django.utils.timezone.now`); here it is moved by the seconds that a
file says. The clock of the machine stays as it is.
"""

import importlib.util
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

FILE = os.environ.get("TORTURE_CLOCK", "")


class _Moves:
    """Finds the module once, and wraps its `now` when it is loaded."""

    def find_spec(self, name, path=None, target=None):
        if name != "django.utils.timezone":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            real = module.now
            module.now = lambda: real() + timedelta(seconds=_seconds())

        spec.loader.exec_module = exec_module
        return spec


_read = [0.0, 0.0]


def _seconds():
    if time.monotonic() - _read[0] > 0.3:
        _read[0] = time.monotonic()
        try:
            _read[1] = float(Path(FILE).read_text() or 0)
        except (OSError, ValueError):
            _read[1] = 0.0
    return _read[1]


if FILE:
    sys.meta_path.insert(0, _Moves())
