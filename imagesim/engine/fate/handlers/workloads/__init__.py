"""How it comes about what befalls workloads and their pods: one handler an event."""
