"""Clock, identifiers, errors that people read, who acts, the thin door to the job queue."""
