"""From the basic way of working to the complete one, switch by switch, with what each shows; nothing converts."""
