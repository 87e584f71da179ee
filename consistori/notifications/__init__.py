"""Notifications [notificacions / notificaciones]: what an act says, to whom, by which way, and its proof.

The state of one is a function of time: at 00:00 of day 11 everybody reads that it was rejected, job or no job.
"""
