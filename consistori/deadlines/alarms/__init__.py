"""Alarms [avisos]: before a term ends, whoever can still act is told; who was told and when stays as proof."""
