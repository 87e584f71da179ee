"""What the machine does for the electronic office."""

from consistori.eoffice.filing import jobs as filing_jobs

__all__ = ["filing_jobs"]
