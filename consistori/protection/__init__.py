"""Data protection [protecció de dades / protección de datos]: the page of its officer, and the right of access."""
