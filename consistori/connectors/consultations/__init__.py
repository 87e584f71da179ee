"""Data that other administrations hold [consulta de dades]: today the invented answers of the demo."""
