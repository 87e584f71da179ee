"""The proof of a notification (Llei 39/2015, art. 41.1): one that machines read and one that people read."""
