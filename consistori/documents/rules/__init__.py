"""Rules of documents: plain Python."""
