"""Real images become Image documents: read from a registry, from an OCI layout, or from what tools print."""
