"""Representa, the register of powers of Catalonia (Consorci AOC), asked over the PCI."""
