"""One folder a foreign service; `config` hands each port its connector by settings."""
