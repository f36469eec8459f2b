"""Advice on manifests and on the configuration of nodes: what will go wrong, why, how to see it, how to mend it."""
