"""The weekly meeting [reunió setmanal]: it prepares itself, what is agreed is a task at once, its minute writes itself.

Whoever leads it goes from matter to matter; who was there, what was agreed and what was on the screen stay for ever.
"""
