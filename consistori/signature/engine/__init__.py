"""Signing and validating in plain Python: no Django, no database, no sentence for people."""

import logging

logging.getLogger("pyhanko.sign.validation.generic_cms").setLevel(logging.ERROR)
