"""Notifying the acts of a case [notificar]: to whom, by which way and why, what proves it (Llei 39/2015, arts. 40-46).

What is sent and how it ends is of `notifications`; here is what a case knows of it, and what it does then.
"""
