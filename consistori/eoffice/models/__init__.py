"""Records of the electronic office."""
