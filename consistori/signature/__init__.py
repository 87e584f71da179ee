"""Keys, signature tray [portasignatures], timestamps, validation, verification codes [CSV], their page."""
