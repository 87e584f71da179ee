"""Pages of guides, under `/desk/guides/`, and their acts in a case."""
