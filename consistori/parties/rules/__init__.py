"""What the law says of a party, as plain Python: identifiers, duty to go electronic, masking, protection."""
