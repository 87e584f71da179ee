"""Forms [formularis]: read from the text of a procedure, checked, said again as words; plain Python."""
