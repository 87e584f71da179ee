"""Text messages to mobiles, by a gateway that takes them over HTTP."""
