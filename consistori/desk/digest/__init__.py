"""Today by e-mail each working morning, for whoever asks for it: one letter a person, and none on an empty day."""
