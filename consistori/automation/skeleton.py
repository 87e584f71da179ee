"""The text from which a new rule is written: everything that a rule may say, to be filled in."""

SKELETON = """\
code = "GIVE-A-TASK"
name = {ca = "Encarrega de mirar-ho", es = "Encarga mirarlo"}

# When this happens, if it meets this, do that.
when = "registry.entry_registered"
if = 'procedure == "VIA-02" and not late'
do = "tasks.give_task"

# At most so many times an hour: at its limit it stops itself and says so.
per_hour = 30

# Who decides what the rule does not.
passes_to = "secretary"

[with]
title = "Mira si la terrassa és com la de l’any passat"
role = "processor"
"""
