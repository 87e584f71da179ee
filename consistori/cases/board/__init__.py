"""Publishing on the board from a case, and what comes back to it: the step that waits, the certificate of exposure."""
