"""The text from which a new rule is written: everything that a rule may say, to be filled in."""

SKELETON = """\
code = "SLIP-OF-ONE-PERSON"
name = {ca = "Volant d’una persona", es = "Volante de una persona"}

# When this happens, if it meets this, do that.
when = "padro.slip_asked"
if = 'span == "alone" and is_own and not protected'
do = "padro.issue_slip"

# At most so many times an hour: at its limit it stops itself and says so.
per_hour = 30

# Who decides what the rule does not: secretary, registrar, processor…
passes_to = "registrar"
article = "Llei 7/1985, art. 16"

# What the e-office says of it (RD 203/2021, art. 11.1.i), in one language or in both.
[design]
ca = "Què mira i què fa."

[data]
ca = "Quines dades fa servir."

[objective]
ca = "Per què només té en compte criteris objectius."

[challenge]
ca = "Què s’hi pot fer si no s’hi està d’acord."
"""
