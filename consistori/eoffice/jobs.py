"""What the machine does for the electronic office."""

from consistori.eoffice.filing import jobs as filing_jobs
from consistori.eoffice.filing.term_letters import jobs as term_letter_jobs
from consistori.eoffice.folder import jobs as folder_jobs
from consistori.eoffice.paying import jobs as paying_jobs
from consistori.eoffice.powers import sealing as power_jobs

__all__ = ["filing_jobs", "folder_jobs", "paying_jobs", "power_jobs", "term_letter_jobs"]
