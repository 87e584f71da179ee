"""Backups [còpies de seguretat / copias de seguridad]: the whole house taken out each night, and tried."""
