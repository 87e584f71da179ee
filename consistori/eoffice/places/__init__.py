"""Where something is [el lloc / el lugar]: the drawing of the town, and points on it."""
