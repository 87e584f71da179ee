"""The six points of the script [guió / guion] of the meeting, each prepared by itself (e-SET, 9)."""
