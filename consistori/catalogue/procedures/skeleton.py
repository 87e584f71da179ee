"""The text from which a new sheet begins: everything that a citizen reads, to be filled in."""

SKELETON = """\
# Lines that begin with # are comments: nobody sees them.
code = ""                     # as URB-02: it can never change
initiator = "citizen"         # or "office"
audience = ["people", "firms", "entities"]
silence = "negative"          # positive, negative, none, caducity
series = ""                   # of the scheme, as F302
channels = ["online", "counter", "phone"]
basis = []
words = [                     # what people say when they look for it
]

name = {ca = "", es = ""}
plain = {ca = "", es = ""}    # as people would say it: Vull…

[summary]
ca = \"\"\"
\"\"\"
es = \"\"\"
\"\"\"

[who]
ca = ""
es = ""

[body]
ca = "Alcaldia"
es = "Alcaldía"

[term]
length = 3
unit = "months"               # months, days, working_days, years, at_once, none
article = "Llei 39/2015, art. 21.3"

[fee]
kind = "free"                 # free, fixed (with amount), table, later

# [[papers]]
# key = "plan"
# title = {ca = "", es = ""}
# hint = {ca = "", es = ""}
# required = true

# [[form.pages]]
# key = "request"
# title = {ca = "", es = ""}
# [[form.pages.fields]]
# key = "what"
# type = "long"
# label = {ca = "", es = ""}
"""
