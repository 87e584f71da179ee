"""Records of the electronic office."""

from consistori.eoffice.models.drafts import Draft, DraftPaper, SignatureEvidence

__all__ = ["Draft", "DraftPaper", "SignatureEvidence"]
