"""The mailbox where what could not arrive comes back: a folder of messages, or one read over IMAP."""
