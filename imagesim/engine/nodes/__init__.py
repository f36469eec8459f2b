"""The nodes of a cluster: how they join, are cordoned, drained and removed."""
