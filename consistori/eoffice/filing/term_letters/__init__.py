"""Telling whoever filed until when the town hall has to answer, within ten working days (R-RES-04)."""
