"""The provider of identity of the demonstration: a real one of OpenID Connect, on loopback, that identifies nobody."""
