"""How people enter: the link of the invitation, the second key, the security page, and what watches the door."""
