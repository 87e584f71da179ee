"""The register of residents [padró municipal d'habitants / padrón] behind a port: slips in a minute, certificates that
the secretary signs, and who looked up whom. The register is of whoever keeps it (Llei 7/1985, arts. 16-17).
"""
