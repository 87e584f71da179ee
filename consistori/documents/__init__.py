"""Documents [documents / documentos]: their immutable versions, ENI metadata, blobs, previews and text.

A document belongs to no case: who holds it keeps the thread.
"""
