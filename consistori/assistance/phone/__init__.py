"""The telephone: a draft filled in with whoever calls, and what is filed for somebody before an authorised officer."""
