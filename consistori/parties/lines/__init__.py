"""The line of somebody [canal / canal]: that an e-mail or a mobile is theirs, and that it says no more than that."""
