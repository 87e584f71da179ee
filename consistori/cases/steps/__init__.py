"""Steps [tràmits / trámites]: where a case stands and how it came there; a palette, never a path.

State [estat], situation [situació] and step are three things, kept apart. A step is work, a wait or a milestone; it
has its real date and the one on which it was written. None is compulsory: only the law refuses, with its article.
"""
