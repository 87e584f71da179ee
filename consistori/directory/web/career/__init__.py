"""Pages of careers: people, posts, units, absences, delegations, leaving."""
