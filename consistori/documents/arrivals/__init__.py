"""What anybody brings [arribades / llegadas]: looked into, made readable, its pieces taken out, its traces cleaned."""
