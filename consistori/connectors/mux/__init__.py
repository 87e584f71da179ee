"""The unified registry of the AOC (MUX V3): asking a book outside for its number, and giving ours to who asks."""
