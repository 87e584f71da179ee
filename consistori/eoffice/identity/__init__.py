"""Who comes in: identification by what a person has at hand, behind a port."""
