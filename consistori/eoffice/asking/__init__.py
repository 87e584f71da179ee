"""Ask once [una sola vegada / una sola vez]: what we hold already, and what we look up instead of asking for it."""
