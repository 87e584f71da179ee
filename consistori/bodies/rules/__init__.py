"""What the law says of decrees, in plain Python: days come as arguments, every answer says why and by which article."""
