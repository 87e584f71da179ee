"""Guides [guies de tramitació / guías de tramitación]: they propose the next step of a case with its reason, learn from
what towns really do, and never oblige.
"""
