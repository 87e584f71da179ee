"""The ground of these stories is the one of cases: a series, a case, papers, people who come to us."""

from consistori.cases.tests.conftest import bakery, case, neighbour, paper, reserved_series, series

__all__ = ["bakery", "case", "neighbour", "paper", "reserved_series", "series"]
