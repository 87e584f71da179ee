"""Appointments [cita prèvia / cita previa]: time with a person of the town hall, at the counter, by phone or by video.

No desk is ever given twice at the same hour: the database keeps it.
"""
