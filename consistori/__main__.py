"""`python -m consistori` is the command `consistori`."""

from consistori.config.cli import main

main()
