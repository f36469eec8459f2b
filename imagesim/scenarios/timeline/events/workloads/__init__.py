"""What befalls workloads and their pods: one module an event."""
