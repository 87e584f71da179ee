"""Notifications on paper: letters, the two attempts at the door, what came back, and the announcement that follows.

The law is in `rules`; whatever goes on paper is at disposal in the e-office too (Llei 39/2015, art. 42.1).
"""
