"""What holds of a scheme as plain Python: its shape, how its series are found, what may ever be destroyed."""
