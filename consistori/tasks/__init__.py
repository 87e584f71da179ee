"""Tasks [tasques / tareas]: who does what before when, with or without a case; none has any legal effect.

What is done every year by law is a duty [obligació anual], which brings its own task each time.
"""
