"""The look [l'aspecte]: base pages, components, icons, fonts, behaviours, letterheads of the PDFs.

It knows no room; rooms hang tabs, panels and help on it.
"""
