"""The demo province: invented towns and people, and a hundred cases told through the acts of the rooms.

Secrets are made at the first start and lie in `demo-logins.json` of the data folder; none is in the code.
"""

from consistori.config.demo.seeding import seed
from consistori.config.demo.summary import DemoSummary, print_summary

__all__ = ["DemoSummary", "print_summary", "seed"]
