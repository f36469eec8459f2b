"""What a registry decides: who may pull, and how much."""
