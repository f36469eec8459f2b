"""Pods whose next syncs are known: they sleep until something changes, and their syncs are taken in one go."""
