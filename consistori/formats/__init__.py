"""Standard formats of the administrations: plain Python in and out, no Django, no database."""
