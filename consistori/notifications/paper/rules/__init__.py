"""What the law says of notifying on paper (Llei 39/2015, arts. 42-46; Llei 58/2003, arts. 110-112): plain Python."""
