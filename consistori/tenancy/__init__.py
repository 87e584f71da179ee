"""The entities [ens / entidades]: whose turn it is, what is switched on, and the wall between them."""
