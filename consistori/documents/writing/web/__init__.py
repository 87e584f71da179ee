"""The pages where texts are written."""
