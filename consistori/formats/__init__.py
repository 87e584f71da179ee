"""Standard formats of the administrations: plain Python in and out, no Django, no database."""

import logging

logging.getLogger("pikepdf").setLevel(logging.ERROR)
