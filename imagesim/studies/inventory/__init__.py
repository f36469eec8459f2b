"""Which images a cluster uses, and where they come from."""
