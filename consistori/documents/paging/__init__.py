"""The pages of documents [fulls / hojas]: put in order, turned, taken out, divided, joined, read by OCR.

Nothing is lost: each act makes another version, or other documents, beside what they come from, and is undone whole.
"""
