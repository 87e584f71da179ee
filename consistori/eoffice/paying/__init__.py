"""Paying [pagar]: the fee of what is filed, its pay letter, and what the treasury says of it."""
