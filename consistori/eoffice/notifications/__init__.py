"""Notifications in the folder: the warning, opening, rejecting, the receipt and the proof, and where notices go."""
