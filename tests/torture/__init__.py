"""Torture: a town at work while its processes are killed, its database restarted, its disk filled, its clock moved and
its partners cut off; afterwards nothing that was acknowledged is lost and nothing is there by halves.

`make torture MINUTES=60` (`python -m tests.torture --minutes 60 --seed 1`). It is no part of `make test`.
"""
