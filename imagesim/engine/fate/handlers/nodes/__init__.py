"""How it comes about what befalls nodes: one handler an event."""
