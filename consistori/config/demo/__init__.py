"""The demo province: invented towns and people, and a hundred cases told through the acts of the rooms.

`seeding.seed` fills it; `summary.print_summary` says how to enter. Secrets are made at the first start and lie in
`demo-logins.json` of the data folder; none is in the code.
"""
