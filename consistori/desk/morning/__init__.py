"""What the page of the morning is made of: a file for each of its sections, over one town or all of a person's."""
