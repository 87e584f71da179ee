"""Where the worker finds the jobs of the registry."""

from consistori.registry.books.closing import close_days, close_the_day
from consistori.registry.exchange.feeding import feed_main
from consistori.registry.receipts import make_receipt

__all__ = ["close_days", "close_the_day", "feed_main", "make_receipt"]
