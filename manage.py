#!/usr/bin/env python
"""Django's own commands, for those who work on the program; towns use `consistori`."""

import sys

from consistori.config.cli import main

if __name__ == "__main__":
    main(sys.argv[1:])
