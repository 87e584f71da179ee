"""Finding documents by what is written in them: the index of words, the question, the snippet, what waits."""
