"""Making the text that is signed: a PDF with its code, QR and verification address on every page."""
