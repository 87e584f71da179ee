"""Correction requests: what is asked point by point, the letter, the days that it stops, the answer, and its end."""
