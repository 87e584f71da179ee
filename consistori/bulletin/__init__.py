"""The bulletin board [tauler d'edictes / tablón de edictos]: what the town hall makes public, for how long, with proof.

What is published is a version cleaned of personal data; each hour the program reads its public page.
"""
