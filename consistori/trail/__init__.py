"""The trail [traça / traza]: what happened, who did it, and who hears of it; chained, and checkable by outsiders."""

from consistori.trail.facts import Event, act, announce, on

__all__ = ["Event", "act", "announce", "on"]
