"""The citizen's side of a correction request: what of a form may be asked, the page that fixes it, the answer."""
