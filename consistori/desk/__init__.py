"""The desk [la taula]: Today, finder, towns, jobs tray, notices, help: pages over many rooms.

Nobody imports it.
"""
