"""The counter [taulell / mostrador]: a person and two papers, in thirty seconds."""
