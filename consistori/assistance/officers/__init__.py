"""The register of authorised officers [registre de funcionaris habilitats / registro de funcionarios habilitados]."""
