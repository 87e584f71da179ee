"""What the desk puts together on the page of a person or firm."""
