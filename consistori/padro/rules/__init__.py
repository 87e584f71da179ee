"""Rules of the register of residents, without a clock."""
