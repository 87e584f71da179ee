"""Circuits [circuits de signatura / circuitos de firma]: who must see, approve, sign and seal a document, in which
order and by when. A step is of a post, not of a person: whoever holds it on the day does it (Llei 40/2015, art. 8).
"""
