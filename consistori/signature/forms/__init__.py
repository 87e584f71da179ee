"""The forms of signature of the ENI that are not inside a PDF: XML (XAdES) and signature files (CAdES)."""
