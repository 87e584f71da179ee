"""Notices [avisos] that something waits in the electronic office: by e-mail or text message, never the content."""
