"""What befalls nodes: one module an event."""
