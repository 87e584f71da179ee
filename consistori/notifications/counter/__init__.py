"""Delivery by hand [lliurament per empleat públic]: a public employee gives it and writes the diligence (41.1).

At the counter to whoever comes and asks for it, or out of it so that the act is of use.
"""
