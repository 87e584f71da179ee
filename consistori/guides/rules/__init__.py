"""What a guide says and proposes, in plain Python: no database, no clock."""
