"""Official time [hora oficial]: how far the clock of this machine is from it (RD 4/2010, art. 15)."""
