"""The pages of the inbox of registered documents [bústia de registrats / bandeja de registrados] (ADR 46)."""
