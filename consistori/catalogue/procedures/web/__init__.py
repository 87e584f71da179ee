"""Pages of procedures, under `/desk/procedures/`."""
