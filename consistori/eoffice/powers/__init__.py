"""Who acts for whom: the register of powers, choosing for whom one acts, and proving it at Send (LPAC 5 to 7)."""
