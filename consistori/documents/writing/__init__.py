"""Writing a document in the house [redactar / redactar]: the working copy, the pen, drafts to compare, Word and back.

What is written is a document in state draft whose versions are our own HTML (`richtext`); freezing makes its paper.
"""
